use crate::prospecting::support::Lab;
use entity::job::JobStatus;

#[tokio::test]
async fn results_are_ranked_without_gaps_and_the_best_come_first() {
    let lab = Lab::start().await;
    let request = lab.ask("Heads of operations at industrial companies in the United States").await;
    assert_eq!(lab.finish(&request).await.status, JobStatus::Completed);
    let people = lab.results(&request).await;
    assert!(people.len() >= 20, "found {}", people.len());
    let ranks: Vec<_> = people.iter().map(|person| person.rank).collect();
    assert_eq!(ranks, (1..=i32::try_from(people.len()).unwrap()).map(Some).collect::<Vec<_>>());
    assert!(people.windows(2).all(|pair| pair[0].score >= pair[1].score));
    assert!(
        people.iter().all(|person| !person.match_reasons.0.is_empty() && !person.score_parts.0.is_empty())
    );
}
