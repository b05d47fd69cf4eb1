use super::{
    lead_create::member,
    support::{company, done, fields, hint, history, lead, nobody, run, told, traces},
};
use crate::support::{
    actor::{code, field},
    app::TestApp,
};
use serde_json::{Value, json};

#[tokio::test]
async fn what_is_left_out_stays_and_null_clears() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let made = json!({ "fullName": "Jane Doe", "title": "CTO", "city": "Berlin", "customFields": { "a": 1, "b": 2 } });
    let jane = lead(&ada, made).await;
    let change =
        json!({ "id": jane["id"], "title": null, "lastName": "Roe", "customFields": { "a": null, "c": 3 } });
    let answer = run(&ada, "leadUpdate", change, "fullName title city customFields version").await;
    let expected = json!({ "fullName": "Jane Roe", "title": null, "city": "Berlin", "customFields": { "b": 2, "c": 3 }, "version": 2 });
    assert_eq!(answer["data"]["leadUpdate"], expected, "{answer:#}");
    let (kind, line) = history(&ada, &jane).await[0].clone();
    assert_eq!(
        (kind.as_str(), line.as_str()),
        ("UPDATED", "Changed lastName, fullName, title, customFields")
    );
    assert_eq!(told(&t, &ada).await, ["LEAD_CREATED", "LEAD_UPDATED"]);
}

#[tokio::test]
async fn a_change_that_changes_nothing_leaves_no_trace() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let jane = lead(&ada, json!({ "fullName": "Jane Doe", "title": "CTO" })).await;
    let before = traces(&t).await;
    let same = done(&ada, "leadUpdate", json!({ "id": jane["id"], "title": " CTO ", "status": "NEW" })).await;
    assert_eq!(same["version"], 1);
    assert_eq!(traces(&t).await, before);
}

#[tokio::test]
async fn a_wanted_status_takes_its_step_or_names_those_there_are() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let jane = lead(&ada, json!({ "fullName": "Jane Doe" })).await;
    let to = |status: &str| json!({ "id": jane["id"], "status": status });
    let contacted = run(&ada, "leadUpdate", to("CONTACTED"), "status lastContactedAt qualification").await;
    let contacted = &contacted["data"]["leadUpdate"];
    assert_eq!(contacted["status"], "CONTACTED");
    assert!(contacted["lastContactedAt"].is_string());
    let before = traces(&t).await;
    let refused = run(&ada, "leadUpdate", to("CONVERTED"), "id").await;
    assert_eq!(code(&refused), "CONFLICT");
    assert_eq!(hint(&refused), "It can become: REPLIED, QUALIFIED, NURTURING, DISQUALIFIED, UNSUBSCRIBED.");
    assert_eq!(traces(&t).await, before);
    let qualified = done(&ada, "leadUpdate", to("QUALIFIED")).await;
    assert_eq!((&qualified["qualification"], &qualified["version"]), (&json!("QUALIFIED"), &json!(3)));
    let gone = done(&ada, "leadUpdate", to("UNSUBSCRIBED")).await;
    assert_eq!(gone["status"], "UNSUBSCRIBED");
    let refused = run(&ada, "leadUpdate", to("NEW"), "id").await;
    assert_eq!((code(&refused), hint(&refused)), ("CONFLICT", "It can become: no other status."));
}

#[tokio::test]
async fn an_older_reading_is_refused_with_the_version_there_is() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let jane = lead(&ada, json!({ "fullName": "Jane Doe" })).await;
    done(&ada, "leadUpdate", json!({ "id": jane["id"], "title": "CTO", "expectedVersion": 1 })).await;
    let stale = json!({ "id": jane["id"], "title": "CEO", "expectedVersion": 1 });
    let answer = run(&ada, "leadUpdate", stale, "id").await;
    assert_eq!(code(&answer), "CONFLICT");
    assert!(answer["errors"][0]["message"].as_str().unwrap().contains('2'), "{answer:#}");
    let now = ada.ask("query($id: ID!) { lead(id: $id) { title } }", json!({ "id": jane["id"] })).await;
    assert_eq!(now["lead"]["title"], "CTO");
}

#[tokio::test]
async fn a_key_of_another_lead_is_refused_and_named() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let jane = lead(&ada, json!({ "fullName": "Jane Doe", "email": "jane@globex.com" })).await;
    let john = lead(&ada, json!({ "fullName": "John Doe" })).await;
    let answer = run(&ada, "leadUpdate", json!({ "id": john["id"], "email": "JANE@globex.com" }), "id").await;
    assert_eq!(code(&answer), "CONFLICT");
    assert!(hint(&answer).contains(jane["id"].as_str().unwrap()));
    let again = json!({ "id": jane["id"], "email": "Jane@Globex.com" });
    assert_eq!(done(&ada, "leadUpdate", again).await["email"], "Jane@Globex.com");
}

#[tokio::test]
async fn a_company_is_of_the_leads_workspace_and_found_with_it() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let other = ada
        .ask("mutation { workspaceCreate(input: { name: \"Other\" }) { id } }", json!({}))
        .await["workspaceCreate"]["id"]
        .clone();
    let here = company(&ada, json!({ "name": "Globex", "workspaceId": ada.workspace_id() })).await;
    let there = company(&ada, json!({ "name": "Initech", "workspaceId": other })).await;
    let missing = run(&ada, "leadCreate", json!({ "fullName": "J D" }), "id").await;
    assert_eq!((code(&missing), field(&missing)), ("BAD_USER_INPUT", "workspaceId"));
    let jane = lead(&ada, json!({ "fullName": "Jane Doe", "workspaceId": ada.workspace_id() })).await;
    let wrong = run(&ada, "leadUpdate", json!({ "id": jane["id"], "companyId": there["id"] }), "id").await;
    assert_eq!((code(&wrong), field(&wrong)), ("BAD_USER_INPUT", "companyId"));
    let moved = done(&ada, "leadUpdate", json!({ "id": jane["id"], "companyId": here["id"] })).await;
    assert_eq!(moved["company"]["name"], "Globex");
    let found = ada.ask("{ leads(search: \"glob jan\") { nodes { id } } }", json!({})).await;
    assert_eq!(found["leads"]["nodes"], json!([{ "id": jane["id"] }]));
    let rename = json!({ "id": here["id"], "name": "Hooli" });
    run(&ada, "companyUpdate", rename, "id").await;
    let found = |word: &str| json!({ "s": format!("{word} doe") });
    let search = "query($s: String) { leads(search: $s) { nodes { id } } }";
    assert_eq!(ada.ask(search, found("hooli")).await["leads"]["nodes"][0]["id"], jane["id"]);
    assert_eq!(ada.ask(search, found("globex")).await["leads"]["nodes"], json!([]));
    done(&ada, "leadUpdate", json!({ "id": jane["id"], "companyId": null })).await;
    assert_eq!(ada.ask(search, found("hooli")).await["leads"]["nodes"], json!([]));
}

#[tokio::test]
async fn bad_values_and_ids_of_others_change_nothing() {
    let t = TestApp::start().await;
    let (ada, eve) = (t.agency("acme").await, t.agency("evil").await);
    let jane = lead(&ada, json!({ "fullName": "Jane Doe", "email": "jane@globex.com" })).await;
    let before = traces(&t).await;
    let bad = json!({ "id": jane["id"], "email": "x", "country": "XX", "timeZone": "EST", "fullName": "\n" });
    assert_eq!(
        fields(&run(&ada, "leadUpdate", bad, "id").await),
        ["fullName", "country", "timeZone", "email"]
    );
    let nameless =
        json!({ "id": jane["id"], "fullName": null, "firstName": null, "lastName": null, "email": null });
    assert_eq!(fields(&run(&ada, "leadUpdate", nameless, "id").await), ["fullName"]);
    let foreign = run(&eve, "leadUpdate", json!({ "id": jane["id"], "title": "x" }), "id").await;
    let random = run(&eve, "leadUpdate", json!({ "id": nobody("lead_"), "title": "x" }), "id").await;
    assert_eq!(code(&foreign), "NOT_FOUND");
    assert_eq!(foreign["errors"][0]["message"], random["errors"][0]["message"]);
    let assignee: Value = member(&eve).await.into();
    let assigned = run(&ada, "leadUpdate", json!({ "id": jane["id"], "assigneeId": assignee }), "id").await;
    assert_eq!(code(&assigned), "NOT_FOUND");
    assert_eq!(
        code(&run(&ada.client().await, "leadUpdate", json!({ "id": jane["id"] }), "id").await),
        "FORBIDDEN"
    );
    assert_eq!(traces(&t).await[..5], before[..5]);
}
