//! A pause that comes after a slice has looked whether it may work, and before it writes.

use super::support::{DESCRIPTION, Lab};
use crate::support::scripted::{Canned, Scripted};
use entity::{
    background_task,
    data_source::DataSourceKind as Kind,
    ids::JobId,
    job::{self, JobStatus},
    lead_request::LeadRequestStatus,
};
use leadwire::{
    graphql::Id,
    jobs,
    kernel::{
        queue::{Slice, manual},
        tx::Tx,
    },
    sandbox::SandboxSettings,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use serde_json::json;
use std::time::Duration;

/// Runs what is due until a task of this kind is; its slice, not begun.
async fn up_to(lab: &Lab, kind: &str) -> Slice {
    let db = lab.test.database.connect().await;
    loop {
        let slice = manual::hand_out(&lab.app).await.unwrap().expect("something is due");
        let task = background_task::Entity::find().filter(background_task::Column::Id.eq(slice.task()));
        if task.one(&db).await.unwrap().expect("its row").kind == kind {
            return slice;
        }
        manual::work(&slice).await.unwrap();
    }
}

/// Works the slice while somebody else holds its job: it has seen that the job runs, and finds it paused when it writes.
async fn paused_beside(lab: &Lab, id: JobId, slice: Slice) {
    let tx = Tx::begin(&lab.app, &lab.scope).await.unwrap();
    let pause = tx.update::<job::Entity>().col_expr(job::Column::Status, Expr::val(JobStatus::Paused));
    pause.filter(job::Column::Id.eq(id)).exec(&tx).await.unwrap();
    let work = tokio::spawn(async move { manual::work(&slice).await });
    // Long enough to look. A machine that is slower has seen the pause, and shows less.
    tokio::time::sleep(Duration::from_millis(500)).await;
    tx.commit().await.unwrap();
    work.await.unwrap().unwrap();
    lab.test.run_tasks().await;
    assert_eq!(jobs::get(&lab.app, &lab.scope, id).await.unwrap().status, JobStatus::Paused, "it is held");
}

async fn resumed(lab: &Lab, id: JobId) -> job::Model {
    let ask = "mutation($i: JobResumeInput!) { jobResume(input: $i) { status } }";
    lab.admin.ask(ask, json!({ "i": { "id": Id(id).text() } })).await;
    lab.test.run_tasks().await;
    jobs::get(&lab.app, &lab.scope, id).await.unwrap()
}

#[tokio::test]
async fn an_order_that_is_paused_while_its_last_subject_ends_is_over_when_it_goes_on() {
    let lab = Lab::with(SandboxSettings::default(), &[]).await;
    let input = json!({ "fullName": "Ana Lima", "email": "ana@kestrelfreight.example" });
    let lead = lab.made("leadCreate", input).await;
    // Left alone at once: the first slice is the last.
    lab.made("suppressionAdd", json!({ "kind": "DOMAIN", "value": "kestrelfreight.example" })).await;
    for (order, about) in [("leadEnrich", json!({ "id": lead })), ("emailVerify", json!({ "leadId": lead }))]
    {
        let made = lab.made(order, about).await;
        let id: JobId = Id::read(made.as_str().unwrap()).unwrap().0;
        let slice = up_to(&lab, "prospecting.enrich_subject").await;
        paused_beside(&lab, id, slice).await;
        let job = resumed(&lab, id).await;
        assert_eq!(
            (job.status, job.processed, job.rejected),
            (JobStatus::Completed, 1, 1),
            "{order} {job:#?}"
        );
    }
}

#[tokio::test]
async fn a_request_that_is_paused_while_it_finds_nobody_is_over_when_it_goes_on() {
    let empty = Scripted::start(vec![Canned::json(200, &json!({ "results": [], "next_page": null }))]).await;
    let lab = Lab::with(SandboxSettings::default(), &[]).await;
    let config = json!({ "baseUrl": empty.url().as_str(), "requestsPerMinute": 60_000, "people": {
        "path": "/people", "items": "/results", "externalId": "/id",
        "query": { "title": "{title}" }, "person": { "fullName": "/name" }, "page": { "style": "page", "next": "/next_page" } } });
    lab.connect(Kind::HttpApi, config, json!({})).await;
    let request = lab.ask(DESCRIPTION).await;
    let id = request.job_id.unwrap();
    let slice = up_to(&lab, "prospecting.merge_candidates").await;
    paused_beside(&lab, id, slice).await;
    assert_eq!(lab.request(&request).await.status, LeadRequestStatus::Running);
    let job = resumed(&lab, id).await;
    assert_eq!(job.status, JobStatus::Completed, "{job:#?}");
    assert_eq!(lab.request(&request).await.status, LeadRequestStatus::Completed);
    assert_eq!(lab.results(&request).await.len(), 0);
}
