use super::support::with_hunter;
use crate::{
    jobs::support::wire,
    support::{app::TestApp, scripted::Canned},
};
use entity::{
    data_source::{DataSourceKind, DataSourceStatus},
    job::JobKind,
};
use leadwire::{
    config::{Config, Model},
    connections::{self, Used},
    connectors::ConnectorError,
    jobs::{self, NewJob},
    kernel::tx::Tx,
};
use sea_orm::ConnectionTrait;
use serde_json::json;

#[tokio::test]
async fn sources_in_use_come_oldest_first_with_what_they_can_do() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let files = ada.create(json!({ "kind": "CSV", "name": "Files" })).await;
    ada.hunter("a").await;
    let scope = ada.scope().await;
    let all = connections::sources(&t.app, &scope).await.unwrap();
    assert_eq!(all.iter().map(|s| s.kind).collect::<Vec<_>>(), [DataSourceKind::Csv, DataSourceKind::Hunter]);
    assert!(all[0].source.find_email().is_none() && all[1].source.find_email().is_some());
    assert!(files["data"]["dataSourceCreate"]["hasCredentials"] == false);

    ada.change(json!({ "id": files["data"]["dataSourceCreate"]["id"], "status": "INACTIVE" })).await;
    assert_eq!(connections::sources(&t.app, &scope).await.unwrap().len(), 1);
    let by_id = connections::source(&t.app, &scope, all[0].id.unwrap()).await.unwrap();
    assert_eq!(by_id.kind, DataSourceKind::Csv, "one that was chosen is found, whatever its status");
}

#[tokio::test]
async fn changed_credentials_are_used_at_once() {
    let (t, hunter) = with_hunter(vec![Canned::json(401, &json!({}))]).await;
    let ada = t.agency("acme").await;
    let id = ada.hunter("first").await;
    let scope = ada.scope().await;
    let probe = async || {
        let source = connections::sources(&t.app, &scope).await.unwrap().remove(0);
        let _ = source.source.probe().unwrap().probe().await;
        let seen = hunter.seen().pop().unwrap();
        seen.query("api_key").or(seen.header("x-api-key")).unwrap().to_owned()
    };
    assert_eq!(probe().await, "first");
    ada.change(json!({ "id": id, "credentials": { "apiKey": "second" } })).await;
    assert_eq!(probe().await, "second");
}

#[tokio::test]
async fn the_model_is_the_agencys_own_else_the_instances_else_none() {
    let plain = TestApp::start().await;
    let scope = plain.agency("acme").await.scope().await;
    assert!(connections::model(&plain.app, &scope).await.unwrap().is_none());

    let mut config = Config::default();
    let model =
        Model { base_url: "http://127.0.0.1:9/v1".into(), model: "small".into(), api_key: String::new() };
    config.providers.model = Some(model);
    let t = TestApp::with(config).await;
    let ada = t.agency("acme").await;
    let scope = ada.scope().await;
    let of_instance = connections::model(&t.app, &scope).await.unwrap().unwrap();
    assert!(of_instance.id.is_none() && of_instance.source.complete().is_some());
    let own = json!({ "kind": "MODEL", "name": "Ours", "config": { "model": "gpt" }, "credentials": { "apiKey": "k" } });
    ada.create(own).await;
    let own = connections::model(&t.app, &scope).await.unwrap().unwrap();
    assert_eq!((own.name.as_str(), own.id.is_some()), ("Ours", true));
}

#[tokio::test]
async fn jobs_and_records_are_counted() {
    let t = TestApp::wired(Config::default(), wire).await;
    let ada = t.agency("acme").await;
    let id = ada.hunter("a").await;
    let scope = ada.scope().await;
    let source = connections::sources(&t.app, &scope).await.unwrap()[0].id;
    for config in [json!({}), json!({ "failsAt": 1 })] {
        let mut tx = Tx::begin(&t.app, &scope).await.unwrap();
        let new = NewJob { data_source: source, total: Some(1), config, ..NewJob::of(JobKind::Sync) };
        jobs::create(&mut tx, new).await.unwrap();
        connections::used(&tx, source.unwrap(), Used { records: 5, ..Used::default() }).await.unwrap();
        tx.commit().await.unwrap();
    }
    t.run_tasks().await;
    let query = "query($id: ID!) { dataSource(id: $id) { totalJobs successfulJobs failedJobs totalRecords jobs { totalCount nodes { status } } } }";
    let seen = ada.ask(query, json!({ "id": id })).await;
    let expected = json!({
        "totalJobs": 2, "successfulJobs": 1, "failedJobs": 1, "totalRecords": 10,
        "jobs": { "totalCount": 2, "nodes": [{ "status": "FAILED" }, { "status": "COMPLETED" }] },
    });
    assert_eq!(seen["dataSource"], expected);
    let failed = "query($id: ID!) { dataSource(id: $id) { jobs { nodes { id } } } }";
    let failed = ada.ask(failed, json!({ "id": id })).await["dataSource"]["jobs"]["nodes"][0]["id"].clone();
    ada.ask(
        "mutation($i: JobRetryInput!) { jobRetry(input: $i) { status } }",
        json!({ "i": { "id": failed } }),
    )
    .await;
    assert_eq!(ada.ask(query, json!({ "id": id })).await["dataSource"]["failedJobs"], 0, "it is tried again");
    let recount = async || connections::recount(&t.app, &scope, async |_, _| Ok(10)).await.unwrap();
    assert_eq!(recount().await, (1, 0), "as counted along the way");
    let wrong =
        "UPDATE data_source SET total_jobs = 9, successful_jobs = 0, failed_jobs = 4, total_records = 1";
    t.database.connect().await.execute_unprepared(wrong).await.unwrap();
    assert_eq!((recount().await, recount().await), ((1, 1), (1, 0)), "mended, once");
    let numbers = ada.ask(query, json!({ "id": id })).await["dataSource"].clone();
    assert_eq!((&numbers["totalJobs"], &numbers["successfulJobs"]), (&json!(2), &json!(1)));
    assert_eq!((&numbers["failedJobs"], &numbers["totalRecords"]), (&json!(0), &json!(10)));
}

#[tokio::test]
async fn a_source_refused_in_earnest_is_not_used_any_more_and_one_that_stumbled_is() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let id = ada.hunter("a").await;
    let scope = ada.scope().await;
    let source = connections::sources(&t.app, &scope).await.unwrap()[0].id.unwrap();
    let fail = async |error: ConnectorError| {
        let mut tx = Tx::begin(&t.app, &scope).await.unwrap();
        connections::refused(&mut tx, source, &error).await.unwrap();
        tx.commit().await.unwrap();
        ada.source(&id).await["status"].clone()
    };
    let passing = ConnectorError::Unreachable { reason: "no connection".into(), outcome_unknown: false };
    assert_eq!(fail(passing).await, "ACTIVE");
    assert_eq!(fail(ConnectorError::Unauthorized).await, "ERROR");
    let row = connections::get(&t.app, &scope, source).await.unwrap();
    assert_eq!(row.status, DataSourceStatus::Error);
    assert!(row.last_test_error.is_some());
}
