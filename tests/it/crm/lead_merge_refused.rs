//! Merges that make no sense, come too late, or are not theirs: refused, and nothing is half done.

use super::{
    desk::{campaign, done, must_refuse, refused},
    lead_merge::metrics,
    support::{lead, nobody},
};
use crate::support::{
    actor::{Actor, code},
    app::TestApp,
    make,
};
use entity::membership::Role;
use leadwire::graphql::Id;
use serde_json::{Value, json};

fn pair(winner: &Value, loser: &Value) -> Value {
    json!({ "winnerId": winner["id"], "loserId": loser["id"] })
}

async fn two(who: &Actor) -> (Value, Value) {
    (lead(who, json!({ "fullName": "Jane" })).await, lead(who, json!({ "fullName": "JD" })).await)
}

#[tokio::test]
async fn a_lead_with_itself_with_a_deleted_one_or_across_workspaces() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let (one, two) = two(&ada).await;
    must_refuse(&t, &ada, "leadMerge", pair(&one, &one), ("BAD_USER_INPUT", &["loserId"])).await;
    let other = json!({ "id": Id(make::workspace(&t, &ada).await).text() });
    let elsewhere = lead(&ada, json!({ "fullName": "Jane", "workspaceId": other["id"] })).await;
    must_refuse(&t, &ada, "leadMerge", pair(&one, &elsewhere), ("BAD_USER_INPUT", &["loserId", "workspace"]))
        .await;
    done(&ada, "leadDelete", json!({ "id": two["id"] }), "id").await;
    must_refuse(&t, &ada, "leadMerge", pair(&one, &two), ("NOT_FOUND", &[])).await;
    must_refuse(&t, &ada, "leadMerge", pair(&two, &one), ("NOT_FOUND", &[])).await;
    let ghost = json!({ "id": nobody("lead_") });
    must_refuse(&t, &ada, "leadMerge", pair(&one, &ghost), ("NOT_FOUND", &[])).await;
}

#[tokio::test]
async fn a_lead_that_became_part_of_another_names_it() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let (one, two) = two(&ada).await;
    let three = lead(&ada, json!({ "fullName": "Third" })).await;
    done(&ada, "leadMerge", pair(&one, &two), "dryRun").await;
    let winner = one["id"].as_str().unwrap();
    must_refuse(&t, &ada, "leadMerge", pair(&three, &two), ("CONFLICT", &[winner])).await;
    must_refuse(&t, &ada, "leadMerge", pair(&two, &three), ("CONFLICT", &[winner])).await;
}

#[tokio::test]
async fn a_stale_version_of_either_and_too_many_tags() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let tags = |letter: &str| (0..26).map(|n| format!("{letter}{n}")).collect::<Vec<_>>();
    let one = lead(&ada, json!({ "fullName": "Jane", "tags": tags("a") })).await;
    let two = lead(&ada, json!({ "fullName": "JD", "tags": tags("b") })).await;
    for field in ["expectedVersion", "loserExpectedVersion"] {
        let mut input = pair(&one, &two);
        input[field] = json!(7);
        must_refuse(&t, &ada, "leadMerge", input, ("CONFLICT", &["its version is 1, not 7"])).await;
    }
    must_refuse(&t, &ada, "leadMerge", pair(&one, &two), ("CONFLICT", &["52 tags", "leadUntag"])).await;
}

#[tokio::test]
async fn only_admins_merge_and_only_their_own() {
    let t = TestApp::start().await;
    let (ada, eve) = (t.agency("acme").await, t.agency("evil").await);
    let (one, two) = two(&ada).await;
    let theirs = lead(&eve, json!({ "fullName": "Eve" })).await;
    for who in [ada.colleague(Role::Researcher).await, ada.client().await] {
        must_refuse(&t, &who, "leadMerge", pair(&one, &two), ("FORBIDDEN", &[])).await;
    }
    must_refuse(&t, &eve, "leadMerge", pair(&theirs, &two), ("NOT_FOUND", &[])).await;
    must_refuse(&t, &eve, "leadMerge", pair(&one, &theirs), ("NOT_FOUND", &[])).await;
    let merge = done(&ada, "leadMerge", pair(&one, &two), "merge { id }").await["merge"].clone();
    must_refuse(&t, &eve, "leadMergeUndo", json!({ "id": merge["id"] }), ("NOT_FOUND", &[])).await;
    must_refuse(&t, &ada.client().await, "leadMergeUndo", json!({ "id": merge["id"] }), ("FORBIDDEN", &[]))
        .await;
}

#[tokio::test]
async fn of_the_same_merge_twice_at_once_one_is_made() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let (one, two) = two(&ada).await;
    let spring = campaign(&ada, "Spring").await;
    done(&ada, "campaignAddLeads", json!({ "id": spring, "leadIds": [one["id"], two["id"]] }), "addedCount")
        .await;
    let query = "mutation($i: LeadMergeInput!) { leadMerge(input: $i) { lead { id } } }";
    let (there, back) = (json!({ "i": pair(&one, &two) }), json!({ "i": pair(&two, &one) }));
    let (a, b) = tokio::join!(ada.gql(query, there), ada.gql(query, back));
    let mut codes = [code(&a).to_owned(), code(&b).to_owned()];
    codes.sort();
    assert_eq!(codes, ["", "CONFLICT"], "{a} {b}");
    assert_eq!(metrics(&ada, &spring).await["metrics"]["leads"], 1);
    let (one, _) = refused(&ada, "leadMergeUndo", json!({ "id": nobody("merge_") })).await;
    assert_eq!(one, "NOT_FOUND");
}
