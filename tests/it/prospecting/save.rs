//! Saving prospects as leads, by hand and by themselves; dismissing them.

use super::support::{DESCRIPTION, Lab};
use crate::support::actor::{code, field};
use leadwire::graphql::Id;
use serde_json::{Value, json};

const SAVE: &str = "mutation($i: ProspectSaveInput!) { prospectSave(input: $i) {
    prospect { id lead { id } } lead { id fullName email score tags company { name domain } enrichments { field value } }
    card { id stage { name } pipeline { id name } } } }";
const DISMISS: &str =
    "mutation($i: ProspectDismissInput!) { prospectDismiss(input: $i) { id dismissedAt lead { id } } }";
const CARDS: &str = "query($id: ID!) { pipeline(id: $id) { name cardCount } }";

fn new_board() -> Value {
    json!({ "name": "Best of the week", "template": "OUTREACH" })
}

#[tokio::test]
async fn a_prospect_saved_becomes_a_lead_with_a_card_and_its_provenance() {
    let lab = Lab::start().await;
    let request = lab.ask(DESCRIPTION).await;
    lab.finish(&request).await;
    let best = lab.results(&request).await.remove(0);
    let id = Id(best.id).text();

    let saved = lab.admin.ask(SAVE, json!({ "i": { "id": id, "newPipeline": new_board() } })).await;
    let saved = &saved["prospectSave"];
    assert_eq!(saved["prospect"]["lead"]["id"], saved["lead"]["id"]);
    assert_eq!(saved["lead"]["fullName"], json!(best.full_name));
    assert_eq!(saved["lead"]["email"], json!(best.email));
    assert_eq!(saved["lead"]["score"], json!(best.score));
    assert_eq!(saved["lead"]["company"]["name"], json!(best.company_name));
    assert_eq!(saved["card"]["stage"]["name"], "To Contact");
    let moved = saved["lead"]["enrichments"].as_array().unwrap();
    assert!(moved.iter().any(|fact| fact["field"] == "title" && fact["value"] == json!(best.title)));
    assert!(moved.iter().all(|fact| !fact["field"].as_str().unwrap().starts_with("company_")));

    // Again: the same lead, the same card, nothing doubled.
    let board = saved["card"]["pipeline"]["id"].clone();
    let again = lab.admin.ask(SAVE, json!({ "i": { "id": id, "pipelineId": board } })).await;
    assert_eq!(again["prospectSave"]["lead"]["id"], saved["lead"]["id"]);
    assert_eq!(again["prospectSave"]["card"]["id"], saved["card"]["id"]);
    let seen = lab.admin.ask(CARDS, json!({ "id": board })).await;
    assert_eq!(seen["pipeline"], json!({ "name": "Best of the week", "cardCount": 1 }));
    let leads = lab.admin.ask("{ leads { totalCount } companies { totalCount } }", json!({})).await;
    assert_eq!(leads, json!({ "leads": { "totalCount": 1 }, "companies": { "totalCount": 1 } }));
    assert_eq!(lab.events("PROSPECT_SAVED").await, 1);

    // The prospect still tells where its values came from.
    let query = "query($id: ID!) { prospect(id: $id) { enrichments { field value isChosen } } }";
    let told = lab.admin.ask(query, json!({ "id": id })).await;
    assert!(!told["prospect"]["enrichments"].as_array().unwrap().is_empty());
}

#[tokio::test]
async fn a_prospect_who_is_a_lead_already_completes_that_lead() {
    let lab = Lab::start().await;
    let request = lab.ask(DESCRIPTION).await;
    lab.finish(&request).await;
    let people = lab.results(&request).await;
    let best = people.iter().find(|person| person.email.is_some()).unwrap();
    let make = "mutation($i: LeadCreateInput!) { leadCreate(input: $i) { id } }";
    let lead = json!({ "i": { "email": best.email, "title": "Chief of everything" } });
    let known = lab.admin.ask(make, lead).await["leadCreate"]["id"].clone();

    let input = json!({ "i": { "id": Id(best.id).text(), "newPipeline": new_board() } });
    let saved = lab.admin.ask(SAVE, input).await["prospectSave"].clone();
    assert_eq!(saved["lead"]["id"], known);
    assert_eq!(saved["lead"]["fullName"], json!(best.full_name), "what was missing is filled");
    let title = lab.admin.ask("query($id: ID!) { lead(id: $id) { title } }", json!({ "id": known })).await;
    assert_eq!(title["lead"]["title"], "Chief of everything", "what somebody wrote stays");
}

#[tokio::test]
async fn the_best_are_saved_by_themselves_where_it_was_asked_for() {
    let lab = Lab::start().await;
    let create =
        "mutation($i: LeadRequestCreateInput!) { leadRequestCreate(input: $i) { savePipelineId saveCount } }";
    let save = json!({ "newPipeline": new_board(), "count": 7 });
    let input = json!({ "i": { "description": DESCRIPTION, "maxResults": 20, "saveTo": save } });
    let made = lab.admin.ask(create, input).await;
    assert_eq!(made["leadRequestCreate"]["saveCount"], 7);
    let request = lab.only_request().await;
    lab.finish(&request).await;

    let board = made["leadRequestCreate"]["savePipelineId"].clone();
    let seen = lab.admin.ask(CARDS, json!({ "id": board })).await;
    assert_eq!(seen["pipeline"]["cardCount"], 7);
    let people = lab.results(&request).await;
    assert_eq!(people.len(), 20);
    let saved: Vec<_> = people.iter().filter(|person| person.lead_id.is_some()).map(|p| p.rank).collect();
    assert_eq!(saved, (1..=7).map(Some).collect::<Vec<_>>());
    let many = "mutation($i: ProspectsSaveInput!) { prospectsSave(input: $i) { savedCount refusedCount outcomes { status } } }";
    let ids: Vec<_> = people[5..9].iter().map(|person| Id(person.id).text()).collect();
    let outcome = lab.admin.ask(many, json!({ "i": { "ids": ids, "pipelineId": board } })).await;
    assert_eq!(outcome["prospectsSave"]["savedCount"], 4);
    let seen = lab.admin.ask(CARDS, json!({ "id": board })).await;
    assert_eq!(seen["pipeline"]["cardCount"], 9, "two were there already");
}

#[tokio::test]
async fn one_that_is_saved_again_under_its_key_gets_what_it_got() {
    let lab = Lab::start().await;
    let request = lab.ask(DESCRIPTION).await;
    lab.finish(&request).await;
    let people = lab.results(&request).await;
    let many = "mutation($i: ProspectsSaveInput!) { prospectsSave(input: $i) { savedCount outcomes { id status saved { lead { id } } } } }";
    let save = async |at: &[usize], keys: &[&str]| {
        let ids: Vec<_> = at.iter().map(|at| Id(people[*at].id).text()).collect();
        lab.admin.gql(many, json!({ "i": { "ids": ids, "itemKeys": keys } })).await
    };
    let first = save(&[0], &["a"]).await["data"]["prospectsSave"].clone();
    let lead = first["outcomes"][0]["saved"]["lead"]["id"].clone();
    let delete = "mutation($i: LeadDeleteInput!) { leadDelete(input: $i) { id } }";
    lab.admin.ask(delete, json!({ "i": { "id": lead } })).await;
    let again = save(&[0, 1], &["a", "b"]).await["data"]["prospectsSave"].clone();
    assert_eq!(again["savedCount"], 2);
    let outcomes = again["outcomes"].as_array().unwrap();
    assert!(outcomes.iter().any(|one| one["saved"]["lead"]["id"] == lead), "{again:#}");
    assert_eq!(
        lab.admin.ask("{ leads { totalCount } }", json!({})).await["leads"]["totalCount"],
        1,
        "not made anew"
    );
    let other = save(&[2], &["a"]).await["data"]["prospectsSave"].clone();
    assert_eq!(other["outcomes"][0]["status"], "IDEMPOTENCY_MISMATCH");
    let few = save(&[2, 3], &["c"]).await;
    assert_eq!(code(&few), "BAD_USER_INPUT");
    let twice = save(&[3, 3], &["d", "e"]).await;
    assert_eq!((code(&twice), field(&twice)), ("BAD_USER_INPUT", "ids.1"), "one outcome, two keys: {twice}");
    assert_eq!(
        save(&[3], &["d"]).await["data"]["prospectsSave"]["savedCount"],
        1,
        "the key is as good as new"
    );
}

#[tokio::test]
async fn a_dismissed_prospect_is_put_aside_and_a_saved_one_cannot_be() {
    let lab = Lab::start().await;
    let request = lab.ask(DESCRIPTION).await;
    lab.finish(&request).await;
    let people = lab.results(&request).await;
    let id = |at: usize| Id(people[at].id).text();
    let put_aside = lab.admin.ask(DISMISS, json!({ "i": { "id": id(0) } })).await;
    assert!(put_aside["prospectDismiss"]["dismissedAt"].is_string());
    lab.admin.ask(DISMISS, json!({ "i": { "id": id(0) } })).await;
    assert_eq!(lab.events("PROSPECT_DISMISSED").await, 1, "twice is once");
    lab.admin.ask(SAVE, json!({ "i": { "id": id(1) } })).await;
    let refused = lab.admin.gql(DISMISS, json!({ "i": { "id": id(1) } })).await;
    assert_eq!(code(&refused), "CONFLICT", "{refused}");
    let list = "query($f: ProspectFilter) { prospects(filter: $f) { totalCount } }";
    let filter = json!({ "f": { "isDismissed": true, "leadRequestId": { "eq": Id(request.id).text() } } });
    assert_eq!(lab.admin.ask(list, filter).await["prospects"]["totalCount"], 1);
}
