use super::support::{account, with_hunter};
use crate::support::{actor::code, scripted::Canned, stream::Follower};
use entity::membership::Role;
use leadwire::connections;
use serde_json::json;
use std::time::Duration;

#[tokio::test]
async fn a_test_shows_that_it_runs_then_how_it_went() {
    let (t, hunter) = with_hunter(vec![account()]).await;
    let ada = t.agency("acme").await;
    let id = ada.hunter("good").await;
    let changes = "subscription($a: Cursor) { dataSourceChanges(after: $a) { kind dataSource { status lastTestStatus } } }";
    let mut live = Follower::open(&ada, changes, json!({})).await;
    assert!(live.is_silent().await);

    let started = ada.test(&id).await;
    assert_eq!(started["data"]["dataSourceTest"]["status"], "TESTING");
    assert!(hunter.seen().is_empty(), "nobody was called inside the request");
    assert_eq!(code(&ada.test(&id).await), "CONFLICT", "one test at a time");
    t.run_tasks().await;
    let seen = ada.source(&id).await;
    assert_eq!((&seen["status"], &seen["lastTestStatus"]), (&json!("ACTIVE"), &json!("SUCCEEDED")));
    assert!(seen["lastTestAt"].is_string() && seen["lastTestError"].is_null());
    assert_eq!(hunter.only().query("api_key").or(hunter.only().header("x-api-key")), Some("good"));

    assert_eq!(live.next("dataSourceChanges").await["kind"], "DATA_SOURCE_UPDATED");
    let tested = live.next("dataSourceChanges").await;
    assert_eq!(tested["kind"], "DATA_SOURCE_TESTED");
    assert_eq!(tested["dataSource"], json!({ "status": "ACTIVE", "lastTestStatus": "SUCCEEDED" }));
}

#[tokio::test]
async fn refused_credentials_are_an_error_until_new_ones_come() {
    let (t, _hunter) = with_hunter(vec![Canned::json(401, &json!({ "errors": [{ "id": "auth" }] }))]).await;
    let ada = t.agency("acme").await;
    let id = ada.hunter("hk_bad").await;
    ada.test(&id).await;
    t.run_tasks().await;
    let seen = ada.source(&id).await;
    assert_eq!((&seen["status"], &seen["lastTestStatus"]), (&json!("ERROR"), &json!("FAILED")));
    let why = seen["lastTestError"].as_str().unwrap();
    assert!(why.contains("credentials") && !why.contains("hk_bad"), "{why}");
    let scope = ada.scope().await;
    assert!(connections::sources(&t.app, &scope).await.unwrap().is_empty(), "not used any more");

    let renewed = ada.change(json!({ "id": id, "credentials": { "apiKey": "hk_new" } })).await;
    let renewed = &renewed["data"]["dataSourceUpdate"];
    assert_eq!((&renewed["status"], &renewed["lastTestStatus"]), (&json!("ACTIVE"), &json!(null)));
    assert_eq!(connections::sources(&t.app, &scope).await.unwrap().len(), 1);
}

#[tokio::test]
async fn what_a_test_finds_broken_is_told_to_admins_once_until_it_works_again() {
    let refused = Canned::json(401, &json!({ "errors": [{ "id": "auth" }] }));
    let (t, _hunter) = with_hunter(vec![account(), refused]).await;
    let ada = t.agency("acme").await;
    let rob = ada.colleague(Role::Researcher).await;
    let id = ada.hunter("hk_good").await;
    let told = async || {
        ada.test(&id).await;
        t.run_tasks().await;
        ada.notifications().await
    };
    assert!(told().await.is_empty(), "it works");
    let broken = told().await;
    assert_eq!((broken.len(), &broken[0]["kind"]), (1, &json!("SOURCE_BROKEN")), "{broken:#?}");
    assert_eq!(broken[0]["subjectId"], json!(id));
    assert_eq!(told().await.len(), 1, "it was broken before");
    ada.change(json!({ "id": id, "credentials": { "apiKey": "hk_new" } })).await;
    assert_eq!(told().await.len(), 2, "it was to work again");
    assert!(rob.notifications().await.is_empty(), "they cannot mend it");
}

#[tokio::test]
async fn a_provider_that_cannot_be_reached_changes_nothing_but_the_tests_result() {
    let (t, _hunter) = with_hunter(vec![Canned::hang_up()]).await;
    let ada = t.agency("acme").await;
    let id = ada.hunter("good").await;
    ada.test(&id).await;
    assert_eq!(connections::sources(&t.app, &ada.scope().await).await.unwrap().len(), 1, "used while tested");
    t.run_tasks().await;
    let seen = ada.source(&id).await;
    assert_eq!((&seen["status"], &seen["lastTestStatus"]), (&json!("ACTIVE"), &json!("FAILED")));
}

#[tokio::test]
async fn a_source_that_was_switched_off_stays_off() {
    let (t, _hunter) = with_hunter(vec![account()]).await;
    let ada = t.agency("acme").await;
    let id = ada.hunter("good").await;
    ada.change(json!({ "id": id, "status": "INACTIVE" })).await;
    ada.test(&id).await;
    assert!(connections::sources(&t.app, &ada.scope().await).await.unwrap().is_empty());
    t.run_tasks().await;
    let seen = ada.source(&id).await;
    assert_eq!((&seen["status"], &seen["lastTestStatus"]), (&json!("INACTIVE"), &json!("SUCCEEDED")));
}

#[tokio::test]
async fn a_source_removed_while_it_is_tested_stays_removed() {
    let (t, _hunter) = with_hunter(vec![account()]).await;
    let ada = t.agency("acme").await;
    let id = ada.hunter("good").await;
    ada.test(&id).await;
    ada.remove(&id).await;
    t.run_tasks().await;
    assert_eq!(
        ada.ask("{ dataSources { nodes { id } } }", json!({})).await["dataSources"]["nodes"],
        json!([])
    );
    assert_eq!(ada.ask("{ deadTasks { totalCount } }", json!({})).await["deadTasks"]["totalCount"], 0);
}

#[tokio::test]
async fn a_test_says_nothing_of_credentials_that_came_after_it_asked() {
    let refused = Canned::json(401, &json!({ "errors": [{ "id": "auth" }] }));
    let (t, hunter) = with_hunter(vec![account().late(), refused]).await;
    let ada = t.agency("acme").await;
    let id = ada.hunter("good").await;
    ada.test(&id).await;
    let replace = async {
        while hunter.seen().is_empty() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        ada.change(json!({ "id": id, "credentials": { "apiKey": "hk_bad" } })).await
    };
    let (_, replaced) = tokio::join!(t.run_tasks(), replace);
    assert_eq!(replaced["data"]["dataSourceUpdate"]["lastTestStatus"], json!(null), "{replaced:#}");
    t.run_tasks().await;
    let seen = ada.source(&id).await;
    assert_eq!((&seen["status"], &seen["lastTestStatus"]), (&json!("ERROR"), &json!("FAILED")));
    assert_eq!(hunter.seen().len(), 2, "the new ones were asked about too");
}

#[tokio::test]
async fn a_source_that_calls_nobody_has_nothing_to_test() {
    let (t, hunter) = with_hunter(vec![account()]).await;
    let ada = t.agency("acme").await;
    let made = ada.create(json!({ "kind": "CSV", "name": "Files" })).await;
    let id = made["data"]["dataSourceCreate"]["id"].as_str().unwrap();
    assert_eq!(code(&ada.test(id).await), "CONFLICT");
    assert_eq!(ada.source(id).await["status"], "ACTIVE");
    assert!(hunter.seen().is_empty());
}

#[tokio::test]
async fn the_command_line_waits_for_the_answer() {
    let (t, _hunter) = with_hunter(vec![account()]).await;
    let ada = t.agency("acme").await;
    ada.hunter("good").await;
    let scope = ada.scope().await;
    let id = connections::sources(&t.app, &scope).await.unwrap()[0].id.unwrap();
    let (row, note) = connections::test_now(&t.app, &scope, id).await.unwrap();
    assert_eq!(row.last_test_status, Some(entity::data_source::TestStatus::Succeeded));
    assert!(note.is_some_and(|note| !note.is_empty()));
    assert_eq!(t.run_tasks().await, 0, "no task is left behind");
}
