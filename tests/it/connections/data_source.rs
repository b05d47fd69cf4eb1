use super::support::with_hunter;
use crate::support::{
    actor::{code, field},
    app::TestApp,
};
use entity::{audit_entry, data_source, event, membership::Role};
use sea_orm::{EntityTrait, PaginatorTrait, QueryOrder};
use serde_json::json;

const KEY: &str = "hk_very_secret_0001";

#[tokio::test]
async fn credentials_go_in_and_never_come_out() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let id = ada.hunter(KEY).await;
    let seen = ada.source(&id).await;
    assert_eq!((&seen["status"], &seen["hasCredentials"]), (&json!("ACTIVE"), &json!(true)));
    let connection = t.database.connect().await;
    let row = data_source::Entity::find().one(&connection).await.unwrap().unwrap();
    let sealed = row.credentials.clone().unwrap();
    assert!(!String::from_utf8_lossy(&sealed).contains(KEY));
    assert_eq!(row.credentials_key_id.as_deref(), Some("1"));
    let events = event::Entity::find().all(&connection).await.unwrap();
    let audited = audit_entry::Entity::find().all(&connection).await.unwrap();
    assert!(audited.iter().any(|entry| entry.action == "DATA_SOURCE_CREATED"));
    let everything = format!("{:?} {:?} {:?} {audited:?}", row.config, row.account, events);
    assert!(!everything.contains(KEY) && !everything.contains("hk_"), "not even a part of it");
    let sdl = leadwire::schema::sdl();
    let (_, object) = sdl.split_once("\ntype DataSource implements Node {").unwrap();
    assert!(!object.split_once("\n}").unwrap().0.contains("\tcredentials"));
}

#[tokio::test]
async fn a_sealed_credential_opens_in_its_own_row_only() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let (one, two) = (ada.hunter(KEY).await, ada.hunter("another").await);
    let connection = t.database.connect().await;
    let rows = data_source::Entity::find().all(&connection).await.unwrap();
    let stolen = rows[0].credentials.clone();
    let swap = data_source::Entity::update_many()
        .col_expr(data_source::Column::Credentials, sea_orm::sea_query::Expr::val(stolen));
    swap.exec(&connection).await.unwrap();
    let usable = leadwire::connections::sources(&t.app, &ada.scope().await).await.unwrap();
    let ids: Vec<_> = usable.iter().map(|source| source.id.unwrap()).collect();
    assert_eq!(ids, [rows[0].id], "the other is left out, and the work goes on");
    assert_ne!(one, two);
}

#[tokio::test]
async fn what_is_wrong_is_named_field_by_field_and_leaves_no_trace() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let refused = async |input: serde_json::Value| {
        let answer = ada.create(input).await;
        assert_eq!(code(&answer), "BAD_USER_INPUT", "{answer:#}");
        field(&answer).to_owned()
    };
    assert_eq!(refused(json!({ "kind": "HUNTER", "name": "x" })).await, "credentials.apiKey");
    assert_eq!(refused(json!({ "kind": "HUNTER", "name": "x", "credentials": "a" })).await, "credentials");
    let unknown = json!({ "kind": "HUNTER", "name": "x", "credentials": { "apiKey": "a", "more": 1 } });
    assert_eq!(refused(unknown).await, "credentials.more");
    let config = json!({ "kind": "HTTP_API", "name": "x", "config": { "baseUrl": "ftp://x" } });
    assert_eq!(refused(config).await, "config.baseUrl");
    let nameless = json!({ "kind": "HUNTER", "name": " ", "credentials": { "apiKey": "a" } });
    assert_eq!(refused(nameless).await, "name");
    let bomb = json!({ "kind": "CUSTOM", "name": "x", "config": { "a": "b".repeat(70_000) } });
    assert_eq!(refused(bomb).await, "config");
    let connection = t.database.connect().await;
    assert_eq!(data_source::Entity::find().count(&connection).await.unwrap(), 0);
}

#[tokio::test]
async fn an_update_keeps_what_is_absent_and_checks_what_is_new_with_what_was_there() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let id = ada.hunter(KEY).await;
    let connection = t.database.connect().await;
    let before = data_source::Entity::find().one(&connection).await.unwrap().unwrap();
    let renamed = ada.change(json!({ "id": id, "name": "Finder", "expectedVersion": 1 })).await;
    assert_eq!(renamed["data"]["dataSourceUpdate"]["name"], "Finder");
    let after = data_source::Entity::find().one(&connection).await.unwrap().unwrap();
    assert_eq!((after.credentials, after.account), (before.credentials.clone(), before.account.clone()));

    let stale = ada.change(json!({ "id": id, "name": "Other", "expectedVersion": 1 })).await;
    assert_eq!(code(&stale), "CONFLICT");
    let limited = ada.change(json!({ "id": id, "config": { "requestsPerMinute": 30 } })).await;
    assert_eq!(limited["data"]["dataSourceUpdate"]["config"], json!({ "requestsPerMinute": 30 }));
    let keyless = ada.change(json!({ "id": id, "credentials": null })).await;
    assert_eq!((code(&keyless), field(&keyless)), ("BAD_USER_INPUT", "credentials.apiKey"));
    let found = ada.change(json!({ "id": id, "status": "ERROR" })).await;
    assert_eq!((code(&found), field(&found)), ("BAD_USER_INPUT", "status"));
    ada.change(json!({ "id": id, "credentials": { "apiKey": "new" } })).await;
    let after = data_source::Entity::find().one(&connection).await.unwrap().unwrap();
    assert_ne!(after.account, before.account, "another key is another account");
}

#[tokio::test]
async fn the_same_key_is_the_same_account_and_another_agency_does_not_see_it() {
    let t = TestApp::start().await;
    let (ada, eve) = (t.agency("acme").await, t.agency("evil").await);
    let mine = ada.hunter(KEY).await;
    eve.hunter(KEY).await;
    let rows = data_source::Entity::find().all(&t.database.connect().await).await.unwrap();
    assert_eq!(rows[0].account, rows[1].account, "limits are the account's, whoever uses it");
    for answer in [
        eve.gql("query($id: ID!) { dataSource(id: $id) { id } }", json!({ "id": mine })).await,
        eve.change(json!({ "id": mine, "name": "x" })).await,
        eve.remove(&mine).await,
        eve.test(&mine).await,
    ] {
        assert_eq!(code(&answer), "NOT_FOUND", "{answer:#}");
    }
    assert_eq!(ada.source(&mine).await["version"], 1);
}

#[tokio::test]
async fn a_removed_source_is_gone_with_its_credentials() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let (gone, stays) = (ada.hunter(KEY).await, ada.hunter("b").await);
    assert_eq!(ada.remove(&gone).await["data"]["dataSourceDelete"]["deletedId"], gone);
    assert_eq!(code(&ada.remove(&gone).await), "NOT_FOUND");
    let listed = ada.ask("{ dataSources { totalCount nodes { id } } }", json!({})).await;
    assert_eq!(listed["dataSources"]["nodes"], json!([{ "id": stays }]));
    let rows = data_source::Entity::find().order_by_asc(data_source::Column::Id);
    let rows = rows.all(&t.database.connect().await).await.unwrap();
    assert!(rows[0].deleted_at.is_some() && rows[0].credentials.is_none());
    assert_eq!(leadwire::connections::sources(&t.app, &ada.scope().await).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_researcher_sees_and_tests_and_does_not_change() {
    let (t, _hunter) = with_hunter(vec![super::support::account()]).await;
    let ada = t.agency("acme").await;
    let rob = ada.colleague(Role::Researcher).await;
    let id = ada.hunter(KEY).await;
    assert_eq!(rob.source(&id).await["name"], "Hunter");
    let input = json!({ "kind": "CSV", "name": "Files" });
    assert_eq!(code(&rob.create(input).await), "FORBIDDEN");
    assert_eq!(code(&rob.change(json!({ "id": id, "name": "x" })).await), "FORBIDDEN");
    assert_eq!(code(&rob.remove(&id).await), "FORBIDDEN");
    assert_eq!(rob.test(&id).await["data"]["dataSourceTest"]["status"], "TESTING");
    let cleo = ada.client().await;
    assert_eq!(code(&cleo.test(&id).await), "FORBIDDEN");
    let seen = cleo.gql("query($id: ID!) { dataSource(id: $id) { id } }", json!({ "id": id })).await;
    assert_eq!(code(&seen), "NOT_FOUND");
}

#[tokio::test]
async fn sources_are_listed_by_filter_search_and_order() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    for (kind, name) in [("CSV", "Zulu files"), ("CUSTOM", "Alpha"), ("CSV", "More files")] {
        t.advance(chrono::TimeDelta::seconds(1));
        ada.create(json!({ "kind": kind, "name": name })).await;
    }
    let query = "query($f: DataSourceFilter, $s: String, $o: DataSourceOrder) { dataSources(filter: $f, search: $s, orderBy: $o) { nodes { name } } }";
    let names = async |variables: serde_json::Value| {
        let page = ada.ask(query, variables).await;
        let nodes = page["dataSources"]["nodes"].as_array().unwrap().clone();
        nodes.iter().map(|node| node["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(names(json!({})).await, ["More files", "Alpha", "Zulu files"]);
    let by_name = json!({ "o": { "field": "NAME", "direction": "ASC" } });
    assert_eq!(names(by_name).await, ["Alpha", "More files", "Zulu files"]);
    assert_eq!(names(json!({ "s": "FILES" })).await, ["More files", "Zulu files"]);
    assert_eq!(names(json!({ "f": { "kind": { "eq": "CUSTOM" } } })).await, ["Alpha"]);
    assert!(names(json!({ "s": "100%" })).await.is_empty());
}
