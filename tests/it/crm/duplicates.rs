//! People who may be known twice.

use super::support::{done, lead};
use crate::support::{
    actor::{Actor, code, field},
    app::TestApp,
    make,
};
use serde_json::{Value, json};

const FOUND: &str = "query($by: DuplicateLikeness, $w: ID, $first: Int, $after: String, $last: Int, $before: String) {
    duplicates(by: $by, workspaceId: $w, first: $first, after: $after, last: $last, before: $before) {
        nodes { leadCount leads { fullName } } pageInfo { startCursor endCursor hasNextPage hasPreviousPage } } }";

async fn found(who: &Actor, arguments: Value) -> Value {
    who.ask(FOUND, arguments).await["duplicates"].clone()
}

fn names(found: &Value) -> Vec<Vec<String>> {
    let leads = |group: &Value| {
        let leads = group["leads"].as_array().unwrap();
        assert_eq!(group["leadCount"], leads.len());
        leads.iter().map(|lead| lead["fullName"].as_str().unwrap().to_owned()).collect()
    };
    found["nodes"].as_array().unwrap().iter().map(leads).collect()
}

async fn known(t: &TestApp, who: &Actor, name: &str, email: Option<&str>) -> Value {
    t.advance(chrono::TimeDelta::seconds(1));
    lead(who, json!({ "fullName": name, "email": email })).await
}

#[tokio::test]
async fn who_shares_a_name_is_shown_together_whatever_its_case() {
    let t = TestApp::start().await;
    let (ada, eve) = (t.agency("acme").await, t.agency("evil").await);
    for name in ["Jane Doe", "John Roe", "Zoë Álvarez", "JANE DOE", "Only Once", "Zoe Alvarez", "jane doe"]
    {
        known(&t, &ada, name, None).await;
    }
    known(&t, &eve, "Only Once", None).await;
    let gone = known(&t, &ada, "John Roe", None).await;
    done(&ada, "leadDelete", json!({ "id": gone["id"] })).await;
    let groups = names(&found(&ada, json!({})).await);
    assert_eq!(groups, [vec!["Zoë Álvarez", "Zoe Alvarez"], vec!["Jane Doe", "JANE DOE", "jane doe"]]);
    let other = make::workspace(&t, &ada).await;
    let elsewhere = json!({ "w": leadwire::graphql::Id(other).text() });
    assert_eq!(names(&found(&ada, elsewhere).await), Vec::<Vec<String>>::new());
    let same = json!({ "fullName": "Only Once", "workspaceId": leadwire::graphql::Id(other).text() });
    ada.ask("mutation($i: LeadCreateInput!) { leadCreate(input: $i) { id } }", json!({ "i": same })).await;
    assert_eq!(names(&found(&ada, json!({})).await).len(), 2, "of another client it is another person");
    assert_eq!(names(&found(&ada.client().await, json!({})).await).len(), 0);
}

#[tokio::test]
async fn who_shares_a_mailbox_is_shown_together_whatever_stands_after_the_plus() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    for (name, email) in [
        ("Jane", "jane@globex.com"),
        ("J. Doe", "jane+fair@globex.com"),
        ("JD", "\"Jane\" <Jane+x+y@Globex.com>"),
        ("Else", "jane@other.com"),
        ("Plus", "+jane@globex.com"),
        ("Another", "+john@globex.com"),
        ("Uni", "käthe@bücher.example"),
        ("Code", "käthe+1@xn--bcher-kva.example"),
    ] {
        known(&t, &ada, name, Some(email)).await;
    }
    let groups = names(&found(&ada, json!({ "by": "MAILBOX" })).await);
    assert_eq!(groups, [vec!["Jane", "J. Doe", "JD"], vec!["Uni", "Code"]]);
    assert_eq!(names(&found(&ada, json!({ "by": "NAME" })).await).len(), 0);
}

#[tokio::test]
async fn groups_are_paged_both_ways() {
    let t = TestApp::start().await;
    let (ada, eve) = (t.agency("acme").await, t.agency("evil").await);
    for name in ["A A", "B B", "C C", "D D", "E E"] {
        for _ in 0..2 {
            make::lead(&t, &ada, name).await;
        }
    }
    let first = found(&ada, json!({ "first": 2 })).await;
    assert_eq!(names(&first), [["A A", "A A"], ["B B", "B B"]]);
    assert_eq!(
        (&first["pageInfo"]["hasNextPage"], &first["pageInfo"]["hasPreviousPage"]),
        (&json!(true), &json!(false))
    );
    let after = &first["pageInfo"]["endCursor"];
    let second = found(&ada, json!({ "first": 2, "after": after })).await;
    assert_eq!(names(&second), [["C C", "C C"], ["D D", "D D"]]);
    let back = found(&ada, json!({ "last": 1, "before": second["pageInfo"]["startCursor"] })).await;
    assert_eq!(names(&back), [["B B", "B B"]]);
    let last = found(&ada, json!({ "last": 2 })).await;
    assert_eq!(names(&last), [["D D", "D D"], ["E E", "E E"]]);
    let other = ada.gql(FOUND, json!({ "by": "MAILBOX", "after": after })).await;
    assert_eq!((code(&other), field(&other)), ("BAD_USER_INPUT", "after"), "a cursor of another list");
    assert_eq!(names(&found(&eve, json!({ "after": after })).await).len(), 0);
    let foreign = eve.gql(FOUND, json!({ "w": ada.workspace_id() })).await;
    assert_eq!(code(&foreign), "NOT_FOUND");
}
