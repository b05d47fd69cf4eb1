//! Sources that stop half-way, ask for patience, or never end; lists that are deleted meanwhile.

use super::support::Lab;
use crate::support::scripted::{Canned, Scripted};
use chrono::Utc;
use entity::{
    background_task::{self, TaskStatus},
    data_source::DataSourceKind as Kind,
    job::{self, JobStatus},
    job_log::LogLevel,
    provider_call::{self, CallStatus},
};
use leadwire::{graphql::Id, jobs, sandbox::SandboxSettings};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use serde_json::{Value, json};
use std::time::Duration;

fn word(number: usize) -> String {
    let letters = [number / 26 % 26, number % 26].map(|at| char::from(b'a' + u8::try_from(at).unwrap()));
    letters.iter().collect()
}

pub fn person(number: usize) -> Value {
    let word = word(number);
    json!({ "id": number, "name": format!("Ada{word} Quist{word}"), "role": "Head of Sales",
        "email": format!("ada@{word}corp.example"), "company": { "name": format!("Corp {word}"), "website": format!("https://{word}corp.example") } })
}

pub fn page(people: std::ops::Range<usize>, next: Option<u32>) -> Canned {
    let results: Vec<Value> = people.map(person).collect();
    Canned::json(200, &json!({ "results": results, "next_page": next }))
}

/// A lab with one source that answers by a script; the source's id.
pub async fn lab(script: Vec<Canned>) -> (Lab, Scripted, Value) {
    lab_at(script, 0).await
}

/// The same; each page costs so much.
pub async fn lab_at(script: Vec<Canned>, price: i64) -> (Lab, Scripted, Value) {
    let lab = Lab::with(SandboxSettings::default(), &[]).await;
    let server = Scripted::start(script).await;
    let config = json!({ "baseUrl": server.url(), "requestsPerMinute": 60_000, "people": {
        "path": "/people", "items": "/results", "externalId": "/id", "costMicros": price,
        "person": { "fullName": "/name", "title": "/role", "email": "/email" },
        "company": { "name": "/company/name", "domain": "/company/website" },
        "page": { "style": "page", "next": "/next_page", "maxPages": 500 },
    }});
    let row = lab.connect(Kind::HttpApi, config, json!({})).await;
    (lab, server, json!(Id(row.id).text()))
}

impl Lab {
    /// As if the time that everything waits for had come.
    #[expect(clippy::disallowed_methods, reason = "a test reaches into the kernel's book")]
    async fn hurry(&self) {
        self.settle_breakers().await;
        let db = sea_orm::Database::connect(&self.test.database.url).await.expect("connected");
        let waiting = background_task::Entity::update_many()
            .col_expr(background_task::Column::RunAt, Expr::val(Utc::now()))
            .filter(background_task::Column::Status.eq(TaskStatus::Queued));
        waiting.exec(&db).await.expect("hurried");
    }

    pub async fn end_of(&self, id: &Value) -> job::Model {
        let id = Id::read(id.as_str().unwrap()).unwrap().0;
        for _ in 0..400 {
            self.test.run_tasks().await;
            let job = jobs::get(&self.app, &self.scope, id).await.unwrap();
            if job.status != JobStatus::Running && job.status != JobStatus::Pending {
                return job;
            }
            self.hurry().await;
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        panic!("the job does not end");
    }

    async fn leads(&self) -> Value {
        self.admin.ask("{ leads { totalCount } }", json!({})).await["leads"]["totalCount"].clone()
    }

    pub async fn warnings(&self, id: &Value) -> Vec<String> {
        let id = Id::read(id.as_str().unwrap()).unwrap().0;
        let lines =
            jobs::logs(&self.app, &self.scope, id, (0, 500), Some(LogLevel::Warning)).await.unwrap().0;
        lines.into_iter().map(|line| line.message).collect()
    }
}

#[tokio::test]
async fn a_source_that_fails_half_way_keeps_what_it_gave_and_goes_on_when_tried_again() {
    let script = vec![page(0..25, Some(2)), Canned::empty(400), page(25..40, None)];
    let (lab, server, source) = lab(script).await;
    let made = lab.scrape(&source, json!({ "newListName": "Half" })).await;
    let job = lab.end_of(&made["id"]).await;
    assert_eq!((job.status, job.qualified), (JobStatus::Failed, 25), "{job:#?}");
    assert!(job.errors.0.last().unwrap().message.contains("could not be read any further"));
    assert_eq!(lab.leads().await, 25);
    // It works again: the next page is the second, and nobody is taken twice.
    let retry = "mutation($i: JobRetryInput!) { jobRetry(input: $i) { status } }";
    lab.admin.ask(retry, json!({ "i": { "id": made["id"] } })).await;
    let job = lab.end_of(&made["id"]).await;
    assert_eq!((job.status, job.qualified, job.processed), (JobStatus::Completed, 40, 40), "{job:#?}");
    assert_eq!(lab.leads().await, 40);
    let asked: Vec<_> = server.seen().iter().map(|seen| seen.query("page").map(str::to_owned)).collect();
    assert_eq!(asked[1..], vec![Some("2".to_owned()); 2], "never the first again");
}

#[tokio::test]
async fn a_hiccup_is_waited_out() {
    let script = vec![page(0..25, Some(2)), Canned::empty(500), Canned::hang_up(), page(25..40, None)];
    let (lab, _server, source) = lab(script).await;
    let made = lab.scrape(&source, json!({ "newListName": "Hiccup" })).await;
    let job = lab.end_of(&made["id"]).await;
    assert_eq!((job.status, job.qualified), (JobStatus::Completed, 40), "{job:#?}");
}

#[tokio::test]
async fn a_page_longer_than_one_turn_is_taken_in_several_and_asked_for_once() {
    let (lab, server, source) = lab(vec![page(0..130, None)]).await;
    let made = lab.scrape(&source, json!({ "newListName": "Long" })).await;
    let job = lab.end_of(&made["id"]).await;
    assert_eq!((job.status, job.qualified, job.processed), (JobStatus::Completed, 130, 130), "{job:#?}");
    assert_eq!((server.seen().len(), lab.leads().await), (1, json!(130)));
    assert_eq!(lab.warnings(&made["id"]).await, Vec::<String>::new(), "it was read to its end");
}

#[tokio::test]
async fn whoever_asks_for_patience_gets_it() {
    let busy = || Canned::empty(429).header("retry-after", "1");
    let script = vec![page(0..25, Some(2)), busy(), busy(), page(25..40, None)];
    let (lab, _server, source) = lab(script).await;
    let made = lab.scrape(&source, json!({ "newListName": "Patient" })).await;
    let job = lab.end_of(&made["id"]).await;
    assert_eq!((job.status, job.qualified, job.processed), (JobStatus::Completed, 40, 40), "{job:#?}");
    assert_eq!(lab.leads().await, 40);
}

#[tokio::test]
async fn a_list_that_never_ends_is_left_at_the_limit() {
    let script = (0..8).map(|n| page(n * 25..n * 25 + 25, Some(2))).collect();
    let (lab, server, source) = lab(script).await;
    let made = lab.scrape(&source, json!({ "newListName": "Endless", "limits": { "records": 110 } })).await;
    let job = lab.end_of(&made["id"]).await;
    assert_eq!((job.status, job.processed, job.qualified), (JobStatus::Completed, 110, 110), "{job:#?}");
    assert_eq!(server.seen().len(), 5);
    let told = "stopped at the limit of 110; there is more";
    assert!(job.progress_note.as_ref().unwrap().contains(told), "{job:#?}");
    assert!(lab.warnings(&made["id"]).await.last().unwrap().contains(told));
}

#[tokio::test]
async fn a_list_that_goes_round_ends_and_nobody_is_taken_twice() {
    let (lab, server, source) = lab(vec![page(0..25, Some(2))]).await;
    let made = lab.scrape(&source, json!({ "newListName": "Round" })).await;
    let job = lab.end_of(&made["id"]).await;
    assert_eq!((job.status, job.qualified), (JobStatus::Completed, 25), "{job:#?}");
    assert_eq!(job.rejected_reasons.0["duplicate"], 25);
    assert_eq!((server.seen().len(), lab.leads().await), (2, json!(25)));
}

#[tokio::test]
async fn a_list_that_is_deleted_meanwhile_ends_the_job_before_another_page_is_asked() {
    let (lab, server, source) = lab(vec![page(0..25, Some(2)), page(25..50, None)]).await;
    let list = lab.made("leadListCreate", json!({ "name": "Short-lived" })).await;
    let input = json!({ "leadListId": list, "start": false });
    let made = lab.scrape(&source, input).await;
    let remove = "mutation($i: LeadListDeleteInput!) { leadListDelete(input: $i) { id } }";
    lab.admin.ask(remove, json!({ "i": { "id": list } })).await;
    let start = "mutation($i: JobStartInput!) { jobStart(input: $i) { status } }";
    lab.admin.ask(start, json!({ "i": { "id": made["id"] } })).await;
    let job = lab.end_of(&made["id"]).await;
    assert_eq!(job.status, JobStatus::Failed);
    assert!(job.errors.0[0].message.contains("list it fills was deleted"), "{job:#?}");
    assert_eq!((server.seen().len(), lab.leads().await), (0, json!(0)));
}

#[tokio::test]
async fn a_page_that_cannot_be_taken_in_is_on_the_books_all_the_same() {
    let (lab, server, source) = lab_at(vec![page(0..25, None).late()], 20_000).await;
    let list = lab.made("leadListCreate", json!({ "name": "Torn" })).await;
    let made = lab.scrape(&source, json!({ "leadListId": list })).await;
    let slice = leadwire::kernel::queue::manual::hand_out(&lab.app).await.unwrap().unwrap();
    let remove = async {
        while server.seen().is_empty() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        let remove = "mutation($i: LeadListDeleteInput!) { leadListDelete(input: $i) { id } }";
        lab.admin.ask(remove, json!({ "i": { "id": list } })).await
    };
    let (worked, _) = tokio::join!(leadwire::kernel::queue::manual::work(&slice), remove);
    worked.unwrap();
    let calls = provider_call::Entity::find().all(&lab.test.database.connect().await).await.unwrap();
    let told: Vec<_> = calls.iter().map(|call| (call.status, call.cost_micros)).collect();
    assert_eq!(told, [(CallStatus::Done, 20_000)], "it was paid for, and we know what came");
    let job = lab.end_of(&made["id"]).await;
    assert_eq!((job.status, job.cost_micros), (JobStatus::Failed, 20_000), "{job:#?}");
    assert!(job.errors.0[0].message.contains("list it fills was deleted"), "{job:#?}");
    assert_eq!((server.seen().len(), lab.leads().await), (1, json!(0)));
}

#[tokio::test]
async fn a_source_that_refuses_us_is_broken_and_the_job_says_so() {
    let (lab, _server, source) = lab(vec![Canned::empty(401)]).await;
    let made = lab.scrape(&source, json!({ "newListName": "Refused" })).await;
    let job = lab.end_of(&made["id"]).await;
    assert_eq!(job.status, JobStatus::Failed);
    let ask = "query($id: ID!) { dataSource(id: $id) { status failedJobs } }";
    let seen = lab.admin.ask(ask, json!({ "id": source })).await["dataSource"].clone();
    assert_eq!(seen, json!({ "status": "ERROR", "failedJobs": 1 }));
    assert!(lab.warnings(&made["id"]).await.iter().all(|line| !line.contains("again")), "no use trying");
}

#[tokio::test]
async fn a_cancelled_job_asks_no_more_and_keeps_what_it_has() {
    let (lab, server, source) =
        lab(vec![page(0..25, Some(2)), page(25..50, Some(3)), page(50..75, None)]).await;
    let made = lab.scrape(&source, json!({ "newListName": "Cut" })).await;
    let slice = leadwire::kernel::queue::manual::hand_out(&lab.app).await.unwrap().unwrap();
    let cancel = "mutation($i: JobCancelInput!) { jobCancel(input: $i) { status } }";
    leadwire::kernel::queue::manual::work(&slice).await.unwrap();
    lab.admin.ask(cancel, json!({ "i": { "id": made["id"] } })).await;
    let job = lab.end_of(&made["id"]).await;
    assert_eq!((job.status, job.qualified), (JobStatus::Cancelled, 25), "{job:#?}");
    assert_eq!((server.seen().len(), lab.leads().await), (1, json!(25)));
}
