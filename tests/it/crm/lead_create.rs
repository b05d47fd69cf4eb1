use super::support::{company, fields, hint, history, lead, nobody, run, told, traces};
use crate::support::{
    actor::{code, field},
    app::TestApp,
};
use entity::membership::Role;
use serde_json::json;

#[tokio::test]
async fn a_researcher_makes_a_lead() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let rob = ada.colleague(Role::Researcher).await;
    let works = company(&rob, json!({ "domain": "https://www.globex.com/about" })).await;
    let input = json!({
        "fullName": "Jane Doe", "email": "Jane.Doe@globex.com", "linkedinUrl": "za.linkedin.com/in/Jane-Doe/",
        "phone": "+27 21 555 0100", "country": "za", "timeZone": "africa/johannesburg", "companyId": works["id"],
        "tags": ["VIP", " vip ", "Cape  Town"], "customFields": { "crm": { "id": 7 } }, "priority": "HIGH",
        "bestContactTime": { "days": ["TUESDAY", "MONDAY"], "from": "09:00", "to": "11:30", "timeZone": "Africa/Johannesburg" },
    });
    let shown = "id firstName lastName email emailStatus linkedinUrl phone country timeZone tags customFields priority
        status qualification version company { name domain } bestContactTime { days from to timeZone } workspaceId
        score scoreParts { part } suggestedServices { name } enrichments { field } createdAt updatedAt lastActivityAt";
    let answer = run(&rob, "leadCreate", input, shown).await;
    let made = &answer["data"]["leadCreate"];
    assert_eq!(made["firstName"], "Jane", "{answer:#}");
    assert_eq!(made["lastName"], "Doe");
    assert_eq!(made["email"], "Jane.Doe@globex.com");
    assert_eq!(made["linkedinUrl"], "https://www.linkedin.com/in/jane-doe");
    assert_eq!((&made["country"], &made["timeZone"]), (&json!("ZA"), &json!("Africa/Johannesburg")));
    assert_eq!(made["tags"], json!(["vip", "cape town"]));
    assert_eq!(made["customFields"], json!({ "crm": { "id": 7 } }));
    assert_eq!(made["bestContactTime"]["days"], json!(["MONDAY", "TUESDAY"]));
    assert_eq!(made["company"], json!({ "name": "globex.com", "domain": "globex.com" }));
    assert_eq!((&made["status"], &made["version"]), (&json!("NEW"), &json!(1)));
    assert_eq!(made["workspaceId"], rob.workspace_id());
    assert_eq!(history(&rob, made).await, [("CREATED".to_owned(), "Created".to_owned())]);
    assert_eq!(told(&t, &rob).await, ["COMPANY_CREATED", "LEAD_CREATED"]);
}

#[tokio::test]
async fn events_hold_nothing_personal() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    lead(&ada, json!({ "fullName": "Jane Doe", "email": "jane@globex.com", "phone": "+27215550100" })).await;
    let (events, _) = leadwire::kernel::live::read(&t.app, &ada.scope().await, 0, 500).await.unwrap();
    let text = format!("{events:?}").to_lowercase();
    assert!(text.contains("leadcreated"));
    for personal in ["jane", "doe", "globex", "27215550100"] {
        assert!(!text.contains(personal), "{personal} in {text}");
    }
}

#[tokio::test]
async fn a_known_person_is_refused_naming_the_lead_there_is() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let jane = lead(
        &ada,
        json!({ "fullName": "Jane Doe", "email": "jane@globex.com", "phone": "+27215550100", "linkedinUrl": "linkedin.com/in/jane" }),
    )
    .await;
    let before = traces(&t).await;
    for same in [
        json!({ "fullName": "J", "email": " JANE@GLOBEX.com " }),
        json!({ "fullName": "J", "phone": "0027 (0)21 555-0100" }),
        json!({ "fullName": "J", "linkedinUrl": "https://uk.linkedin.com/in/JANE?trk=x" }),
    ] {
        let answer = run(&ada, "leadCreate", same, "id").await;
        assert_eq!(code(&answer), "CONFLICT", "{answer:#}");
        assert!(hint(&answer).contains(jane["id"].as_str().unwrap()), "{answer:#}");
    }
    assert_eq!(traces(&t).await, before);
    let beta = t.agency("beta").await;
    lead(&beta, json!({ "fullName": "Jane Doe", "email": "jane@globex.com" })).await;
}

#[tokio::test]
async fn every_bad_value_is_named_and_leaves_no_trace() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let before = traces(&t).await;
    let bad = json!({
        "fullName": "Jane Doe", "email": "jane at globex", "phone": "12", "linkedinUrl": "https://example.com/in/jane",
        "country": "Germany", "timeZone": "Mars/Base", "title": "x".repeat(301), "tags": ["", "ok"],
        "customFields": ["no", "object"],
    });
    let answer = run(&ada, "leadCreate", bad, "id").await;
    assert_eq!(code(&answer), "BAD_USER_INPUT");
    let expected =
        ["title", "country", "timeZone", "email", "phone", "linkedinUrl", "tags.0", "customFields"];
    assert_eq!(fields(&answer), expected, "{answer:#}");
    assert!(!answer.to_string().contains("jane at globex"), "values are not repeated");
    for nothing in [json!({}), json!({ "fullName": "  " }), json!({ "fullName": "a\u{0}b" })] {
        let answer = run(&ada, "leadCreate", nothing, "id").await;
        assert_eq!((code(&answer), field(&answer)), ("BAD_USER_INPUT", "fullName"), "{answer:#}");
    }
    assert_eq!(traces(&t).await, before);
}

#[tokio::test]
async fn ids_of_others_and_of_nobody_are_the_same() {
    let t = TestApp::start().await;
    let (ada, eve) = (t.agency("acme").await, t.agency("evil").await);
    let theirs = company(&eve, json!({ "name": "Theirs" })).await;
    let before = traces(&t).await;
    for (key, foreign, prefix) in [
        ("companyId", theirs["id"].as_str().unwrap().to_owned(), "comp_"),
        ("workspaceId", eve.workspace_id(), "workspace_"),
        ("assigneeId", member(&eve).await, "member_"),
    ] {
        let answer = run(&ada, "leadCreate", json!({ "fullName": "J D", key: foreign }), "id").await;
        let random = run(&ada, "leadCreate", json!({ "fullName": "J D", key: nobody(prefix) }), "id").await;
        assert_eq!(code(&answer), "NOT_FOUND", "{key} {answer:#}");
        assert_eq!(answer["errors"][0]["message"], random["errors"][0]["message"]);
        let other = run(&ada, "leadCreate", json!({ "fullName": "J D", key: nobody("camp_") }), "id").await;
        assert!(!other["errors"].is_null(), "an id of another kind is refused");
    }
    assert_eq!(traces(&t).await, before);
}

#[tokio::test]
async fn a_client_and_a_stranger_make_nothing() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let client = ada.client().await;
    let before = traces(&t).await;
    let answer = run(&client, "leadCreate", json!({ "fullName": "Jane Doe" }), "id").await;
    assert_eq!(code(&answer), "FORBIDDEN");
    let answer = run(&t.stranger(), "leadCreate", json!({ "fullName": "Jane Doe" }), "id").await;
    assert_eq!(code(&answer), "UNAUTHENTICATED");
    assert_eq!(traces(&t).await, before);
}

/// The actor's own membership.
pub async fn member(actor: &crate::support::actor::Actor) -> String {
    let data = actor.ask("{ viewer { member { id } } }", json!({})).await;
    data["viewer"]["member"]["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn of_two_who_make_the_same_person_at_once_one_does() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let rob = ada.colleague(Role::Researcher).await;
    let person = |name: &str| json!({ "fullName": name, "email": "jane@globex.com" });
    let (one, two) = tokio::join!(
        run(&ada, "leadCreate", person("Jane Doe"), "id"),
        run(&rob, "leadCreate", person("J. Doe"), "id")
    );
    let (made, refused) = if code(&one).is_empty() { (one, two) } else { (two, one) };
    assert_eq!((code(&made), code(&refused)), ("", "CONFLICT"), "{made} {refused}");
    let made = &made["data"]["leadCreate"];
    assert!(hint(&refused).contains(made["id"].as_str().unwrap()), "the other is named: {refused:#}");
    let all = ada.ask("{ leads { totalCount } }", json!({})).await;
    assert_eq!(all["leads"]["totalCount"], 1);
    assert_eq!(told(&t, &ada).await, ["LEAD_CREATED"]);
    assert_eq!(history(&ada, made).await.len(), 1);
}
