//! The whole story: described, searched, merged, enriched, ranked.

use super::support::{DESCRIPTION, Lab};
use entity::{job::JobStatus, lead_request::LeadRequestStatus};
use leadwire::prospecting::prospects;
use serde_json::json;

#[tokio::test]
async fn a_description_becomes_ranked_people_with_reasons() {
    let lab = Lab::start().await;
    let request = lab.ask(DESCRIPTION).await;
    assert_eq!(request.status, LeadRequestStatus::Queued);
    let started = std::time::Instant::now();
    let job = lab.finish(&request).await;
    eprintln!("took {:?}", started.elapsed());
    for line in lab.log(&request).await {
        eprintln!("{:?} {}", line.level, line.message);
    }
    assert_eq!((job.status, job.progress), (JobStatus::Completed, 100), "{job:#?}");
    let request = lab.request(&request).await;
    assert_eq!(request.status, LeadRequestStatus::Completed);
    let people = lab.results(&request).await;
    let provenance = prospects::provenance_of(&lab.app, &lab.scope, &people).await.unwrap();
    for person in &people {
        eprintln!(
            "{:?} {} | {:?} | {:?} | {:?} {:?} | {:?} | {} facts {} micros",
            person.rank,
            person.full_name,
            person.title,
            person.company_name,
            person.email,
            person.email_status,
            person.score,
            provenance[&person.id].len(),
            provenance[&person.id].iter().map(|row| row.cost_micros).sum::<i64>(),
        );
    }
    let calls = lab.calls().await;
    assert_eq!(people.len(), 25);
    assert_eq!(calls["most_per_fact"], json!(1));
    eprintln!("{:?}", request.degraded);
}
