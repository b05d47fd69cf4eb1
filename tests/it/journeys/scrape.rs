//! The process is killed again and again while a source is scraped: nobody is lost, nobody is taken twice.

use crate::journeys::{crash::no_event_is_missing_or_doubled, program::Installation};
use entity::{job, lead, lead_list_member};
use leadwire::{
    base::random::Random,
    sandbox::{Provider, SandboxSettings},
};
use sea_orm::{DatabaseConnection, EntityTrait, PaginatorTrait};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

const KILLS: usize = 8;
const CREATE: &str = "mutation($i: JobCreateInput!) { jobCreate(input: $i) { id } }";

/// A source for the sandbox's plain directory.
async fn directory(it: &Installation) -> Value {
    let config = json!({ "baseUrl": it.sandbox.base(Provider::Directory), "requestsPerMinute": 60_000, "people": {
        "path": "/people", "items": "/results", "externalId": "/id", "query": { "title": "{title}" },
        "person": { "fullName": "/name", "title": "/role", "email": "/email", "country": "/country" },
        "company": { "name": "/company/name", "domain": "/company/website" },
        "page": { "style": "page", "next": "/next_page" },
    }});
    let input = json!({ "name": "Directory", "kind": "HTTP_API", "config": config });
    let make = "mutation($i: DataSourceCreateInput!) { dataSourceCreate(input: $i) { id } }";
    it.ask(make, json!({ "i": input })).await["dataSourceCreate"]["id"].clone()
}

async fn scrape(it: &Installation, source: &Value, list: &str) -> Value {
    let input = json!({ "kind": "SCRAPE", "dataSourceId": source, "newListName": list, "start": true,
        "searchCriteria": { "titles": ["Operations"] }, "limits": { "records": 400 } });
    it.ask(CREATE, json!({ "i": input })).await["jobCreate"]["id"].clone()
}

async fn finished(it: &Installation, id: &Value) -> Value {
    let ask = "query($id: ID!) { job(id: $id) { status processed qualified rejected errors { message } } }";
    let patience = Instant::now();
    loop {
        let job = it.ask(ask, json!({ "id": id })).await["job"].clone();
        if job["status"] != "RUNNING" && job["status"] != "PENDING" {
            return job;
        }
        assert!(patience.elapsed() < Duration::from_secs(90), "{job:#}");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

async fn count<E: EntityTrait>(db: &DatabaseConnection) -> u64
where
    E::Model: Send + Sync,
{
    E::find().count(db).await.expect("counted")
}

#[tokio::test(flavor = "multi_thread")]
async fn eight_kills_lose_nobody_and_take_nobody_twice() {
    let slow = SandboxSettings { latency_min_ms: 20, latency_max_ms: 120, ..SandboxSettings::default() };
    let mut it = Installation::new(slow).await;
    let random = Random::seeded(8);
    let db = it.database.connect().await;
    it.start().await;
    let source = directory(&it).await;
    let id = scrape(&it, &source, "Killed").await;
    for _ in 0..KILLS {
        tokio::time::sleep(Duration::from_millis(100 + (random.unit() * 500.0) as u64)).await;
        it.kill();
        it.start().await;
    }
    let job = finished(&it, &id).await;
    assert_eq!(job["status"], "COMPLETED", "{job:#}");
    let (leads, members) = (count::<lead::Entity>(&db).await, count::<lead_list_member::Entity>(&db).await);
    assert!(
        leads > 20 && job["qualified"].as_u64() == Some(leads) && members == leads,
        "{job:#} {leads} {members}"
    );
    // In peace, the same question finds the same people.
    let again = finished(&it, &scrape(&it, &source, "In peace").await).await;
    assert_eq!(
        (&again["processed"], &again["qualified"]),
        (&job["processed"], &job["qualified"]),
        "{again:#}"
    );
    assert_eq!(count::<lead::Entity>(&db).await, leads, "nobody new");
    assert_eq!(job::Entity::find().count(&db).await.unwrap(), 2);
    no_event_is_missing_or_doubled(&db).await;
}
