//! How far a scraping job reads: to the end of the list, or to where it was told; and that it says which.

use super::{
    scrape::CREATE,
    scrape_troubles::{lab, lab_at, page},
    support::Lab,
};
use crate::support::scripted::{Canned, Scripted};
use entity::{
    data_source::DataSourceKind as Kind,
    job::{self, JobStatus},
};
use leadwire::{graphql::Id, kernel::queue::manual, sandbox::SandboxSettings};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use serde_json::{Value, json};

const MORE: &str = "there is more";

/// People nobody can reach: read, counted, and left out.
fn unreached(people: std::ops::Range<usize>, next: Option<usize>) -> Canned {
    let rows: Vec<Value> = people.map(|n| json!({ "id": n, "name": format!("Ada Quist {n}") })).collect();
    Canned::json(200, &json!({ "results": rows, "next_page": next }))
}

/// Rows that tell of nobody.
fn nobody(page: usize) -> Canned {
    Canned::json(200, &json!({ "results": [{ "id": page }], "next_page": page + 1 }))
}

/// A lab with a source that reads so many pages of this script; without a number all.
async fn capped(script: Vec<Canned>, most: Option<u32>) -> (Lab, Scripted, Value) {
    let lab = Lab::with(SandboxSettings::default(), &[]).await;
    let server = Scripted::start(script).await;
    let mut page = json!({ "style": "page", "next": "/next_page" });
    if let Some(most) = most {
        page["maxPages"] = json!(most);
    }
    let config = json!({ "baseUrl": server.url(), "requestsPerMinute": 60_000, "people": {
        "path": "/people", "items": "/results", "person": { "fullName": "/name" }, "page": page } });
    let row = lab.connect(Kind::HttpApi, config, json!({})).await;
    (lab, server, json!(Id(row.id).text()))
}

impl Lab {
    /// The job's note and its warnings hold these words.
    async fn says(&self, made: &Value, job: &job::Model, words: &str) {
        let note = job.progress_note.clone().unwrap_or_default();
        let warnings = self.warnings(&made["id"]).await;
        assert!(note.contains(words), "{note}");
        assert!(warnings.last().is_some_and(|line| line.contains(words)), "{warnings:?}");
    }

    async fn says_nothing(&self, made: &Value, job: &job::Model) {
        assert!(!job.progress_note.as_ref().unwrap().contains(MORE), "{job:#?}");
        assert_eq!(self.warnings(&made["id"]).await, Vec::<String>::new());
    }
}

#[tokio::test]
async fn without_a_limit_a_list_is_read_to_its_end() {
    let pages = vec![unreached(0..600, Some(2)), unreached(600..1_210, None)];
    let (lab, server, source) = lab(pages).await;
    let made = lab.scrape(&source, json!({ "newListName": "Everybody" })).await;
    assert!(made["config"].get("maxRecords").is_none(), "{made:#}");
    let job = lab.end_of(&made["id"]).await;
    assert_eq!((job.status, job.processed, job.progress), (JobStatus::Completed, 1_210, 100), "{job:#?}");
    assert_eq!(server.seen().len(), 2);
    lab.says_nothing(&made, &job).await;
}

#[tokio::test]
async fn no_number_of_pages_ends_a_list_unless_the_source_is_told_one() {
    let pages = (1..=25).map(|n| unreached(n..n + 1, (n < 25).then_some(n + 1))).collect();
    let (lab, server, source) = capped(pages, None).await;
    let made = lab.scrape(&source, json!({ "newListName": "All" })).await;
    let job = lab.end_of(&made["id"]).await;
    assert_eq!((job.status, job.processed, server.seen().len()), (JobStatus::Completed, 25, 25), "{job:#?}");
    lab.says_nothing(&made, &job).await;
}

#[tokio::test]
async fn a_list_that_the_source_cuts_off_is_not_taken_for_a_whole_one() {
    let pages = (1..=5).map(|n| unreached(n..n + 1, Some(n + 1))).collect();
    let (lab, server, source) = capped(pages, Some(3)).await;
    let made = lab.scrape(&source, json!({ "newListName": "Three pages" })).await;
    let job = lab.end_of(&made["id"]).await;
    assert_eq!((job.status, job.processed, server.seen().len()), (JobStatus::Completed, 3, 3), "{job:#?}");
    lab.says(&made, &job, "stopped at the last page that the source shows; there is more").await;
}

#[tokio::test]
async fn a_limit_is_told_of_only_where_there_is_more() {
    for (script, limit, more) in [
        (vec![page(0..25, Some(2)), page(25..40, None)], 40, false),
        (vec![page(0..25, Some(2)), page(25..40, None)], 41, false),
        (vec![page(0..25, Some(2)), page(25..40, None)], 39, true),
        (vec![page(0..25, Some(2)), page(25..40, None)], 25, true),
        (vec![page(0..30, None)], 30, false),
        (vec![page(0..30, None)], 10, true),
    ] {
        let (lab, _server, source) = lab(script).await;
        let made =
            lab.scrape(&source, json!({ "newListName": "Some", "limits": { "records": limit } })).await;
        let job = lab.end_of(&made["id"]).await;
        assert_eq!((job.status, job.processed), (JobStatus::Completed, limit.min(40)), "{job:#?}");
        if more {
            lab.says(&made, &job, &format!("stopped at the limit of {limit}; {MORE}")).await;
        } else {
            lab.says_nothing(&made, &job).await;
        }
    }
}

#[tokio::test]
async fn pages_with_nobody_on_them_do_not_end_a_list_at_once_and_not_in_silence() {
    let mut script: Vec<Canned> = (1..=6).map(nobody).collect();
    script.push(page(0..5, None));
    let (lab, server, source) = lab(script).await;
    let made = lab.scrape(&source, json!({ "newListName": "Patient" })).await;
    let job = lab.end_of(&made["id"]).await;
    assert_eq!((job.status, job.processed, server.seen().len()), (JobStatus::Completed, 5, 7), "{job:#?}");
    lab.says_nothing(&made, &job).await;

    let (lab, server, source) = capped((1..=40).map(nobody).collect(), None).await;
    let made = lab.scrape(&source, json!({ "newListName": "Nobody" })).await;
    let job = lab.end_of(&made["id"]).await;
    assert_eq!((job.status, job.processed, server.seen().len()), (JobStatus::Completed, 0, 30), "{job:#?}");
    lab.says(&made, &job, "stopped after 30 pages with nobody on them; there is more").await;
}

#[tokio::test]
async fn a_budget_that_ends_it_says_that_there_is_more() {
    let price = 20_000;
    let (lab, server, source) = lab_at(vec![page(0..25, Some(2)), page(25..50, None)], price).await;
    let made = json!({ "newListName": "Poor", "limits": { "costMicros": price } });
    let made = lab.scrape(&source, made).await;
    let job = lab.end_of(&made["id"]).await;
    assert_eq!((job.status, job.processed, job.cost_micros), (JobStatus::Failed, 25, price), "{job:#?}");
    let why = &job.errors.0.last().unwrap().message;
    assert!(why.contains("There is more. Raise it with budgetSet"), "{why}");
    assert_eq!(server.seen().len(), 1, "nothing is asked that may not be paid");
}

#[tokio::test]
async fn any_number_up_to_a_million_is_a_limit() {
    let (lab, _server, source) = lab(vec![]).await;
    for (records, is_taken) in [(1, true), (10_001, true), (1_000_000, true), (1_000_001, false), (0, false)]
    {
        let list = format!("At most {records}");
        let input = json!({ "kind": "SCRAPE", "dataSourceId": source, "newListName": list, "limits": { "records": records } });
        let answer = lab.admin.gql(CREATE, json!({ "i": input })).await;
        let made = &answer["data"]["jobCreate"]["config"]["maxRecords"];
        assert_eq!(made == &json!(records), is_taken, "{answer:#}");
    }
}

#[tokio::test]
#[expect(clippy::disallowed_methods, reason = "a test fills the log as no test could by writing it")]
async fn how_a_long_job_ended_is_in_its_log() {
    let (lab, _server, source) =
        lab(vec![page(0..25, Some(2)), page(25..50, Some(3)), page(50..75, Some(4))]).await;
    let made = lab.scrape(&source, json!({ "newListName": "Long", "limits": { "records": 75 } })).await;
    let id = Id::read(made["id"].as_str().unwrap()).unwrap().0;
    let slice = manual::hand_out(&lab.app).await.unwrap().unwrap();
    manual::work(&slice).await.unwrap();
    let db = sea_orm::Database::connect(&lab.test.database.url).await.expect("connected");
    let fill = job::Entity::update_many().col_expr(job::Column::LastLogSeq, Expr::val(9_499_i64));
    fill.filter(job::Column::Id.eq(id)).exec(&db).await.expect("filled");
    let job = lab.end_of(&made["id"]).await;
    assert_eq!((job.status, job.last_log_seq), (JobStatus::Completed, 9_501), "{job:#?}");
    lab.says(&made, &job, "stopped at the limit of 75; there is more").await;
    let lines = leadwire::jobs::logs(&lab.app, &lab.scope, id, (0, 500), None).await.unwrap().0;
    let full: Vec<_> =
        lines.iter().filter(|line| line.seq == 9_500).map(|line| line.message.as_str()).collect();
    assert_eq!(full, ["The log is nearly full; what follows is told in outline."]);
}
