//! Who is refused when prospects are saved is as if nobody had named them.

use super::support::{DESCRIPTION, Lab};
use crate::support::actor::code;
use leadwire::graphql::Id;
use serde_json::{Value, json};

const ONE: &str = "mutation($i: ProspectSaveInput!) { prospectSave(input: $i) { card { stage { id } history { nodes { __typename } } } } }";
const MANY: &str = "mutation($i: ProspectsSaveInput!) { prospectsSave(input: $i) {
    savedCount refusedCount outcomes { id status saved { lead { company { id } } } } } }";
const THERE: &str = "{ leads { totalCount } companies { totalCount } }";

/// A board whose first column takes `first` cards, and its columns.
async fn board(lab: &Lab, first: i32) -> (Value, [Value; 2]) {
    let create = "mutation($i: PipelineCreateInput!) { pipelineCreate(input: $i) { id stages { id } } }";
    let stages = json!([{ "name": "New", "wipLimit": first }, { "name": "Warm", "wipLimit": 1 }]);
    let made = lab
        .admin
        .ask(create, json!({ "i": { "name": "Narrow", "template": "CUSTOM", "stages": stages } }))
        .await;
    let made = &made["pipelineCreate"];
    (made["id"].clone(), [made["stages"][0]["id"].clone(), made["stages"][1]["id"].clone()])
}

async fn cards(lab: &Lab, board: &Value) -> Value {
    let query = "query($id: ID!) { pipeline(id: $id) { cardCount } }";
    lab.admin.ask(query, json!({ "id": board })).await["pipeline"]["cardCount"].clone()
}

#[tokio::test]
async fn who_finds_the_column_full_is_no_lead_and_keeps_nothing_under_their_key() {
    let lab = Lab::start().await;
    let request = lab.ask(DESCRIPTION).await;
    lab.finish(&request).await;
    let people = lab.results(&request).await;
    let ids: Vec<_> = people[..4].iter().map(|person| Id(person.id).text()).collect();
    let (narrow, _) = board(&lab, 2).await;
    let list = lab.made("leadListCreate", json!({ "name": "Fair" })).await;
    let input = json!({ "i": { "ids": ids, "pipelineId": narrow, "listId": list } });
    let saved = lab.admin.ask(MANY, input).await["prospectsSave"].clone();
    assert_eq!((&saved["savedCount"], &saved["refusedCount"]), (&json!(2), &json!(2)), "{saved:#}");
    let outcomes = saved["outcomes"].as_array().unwrap();
    let companies: std::collections::BTreeSet<_> =
        outcomes.iter().filter_map(|one| one["saved"]["lead"]["company"]["id"].as_str()).collect();
    let there = json!({ "leads": { "totalCount": 2 }, "companies": { "totalCount": companies.len() } });
    assert_eq!(lab.admin.ask(THERE, Value::Null).await, there, "neither leads nor companies of the refused");
    assert_eq!((lab.events("PROSPECT_SAVED").await, lab.events("LEAD_CREATED").await), (2, 2));
    let members = "query($id: ID!) { leadList(id: $id) { leadCount } }";
    assert_eq!(lab.admin.ask(members, json!({ "id": list })).await["leadList"]["leadCount"], 2);
    let refused: Vec<_> =
        outcomes.iter().filter(|one| one["status"] == "REFUSED").map(|one| one["id"].clone()).collect();
    for id in &refused {
        let row =
            lab.results(&request).await.into_iter().find(|row| Id(row.id).text() == id.as_str().unwrap());
        assert!(row.is_some_and(|row| row.lead_id.is_none()), "{id} stands as it stood");
    }

    // Elsewhere they are saved as ever.
    let saved = lab.admin.ask(MANY, json!({ "i": { "ids": refused } })).await["prospectsSave"].clone();
    assert_eq!((&saved["savedCount"], &saved["refusedCount"]), (&json!(2), &json!(0)), "{saved:#}");
    assert_eq!(cards(&lab, &narrow).await, 2);
}

#[tokio::test]
async fn a_card_goes_into_the_column_that_was_asked_for_however_full_the_first_is() {
    let lab = Lab::start().await;
    let request = lab.ask(DESCRIPTION).await;
    lab.finish(&request).await;
    let people = lab.results(&request).await;
    let (narrow, [_, warm]) = board(&lab, 1).await;
    let to = |at: usize, stage: Option<&Value>| json!({ "i": { "id": Id(people[at].id).text(), "pipelineId": narrow, "stageId": stage } });
    lab.admin.ask(ONE, to(0, None)).await;
    let card = lab.admin.ask(ONE, to(1, Some(&warm))).await["prospectSave"]["card"].clone();
    assert_eq!(card["stage"]["id"], warm);
    assert_eq!(card["history"]["nodes"].as_array().map(Vec::len), Some(1), "at once, not by a move");
    let full = lab.admin.gql(ONE, to(2, Some(&warm))).await;
    assert_eq!(code(&full), "CONFLICT", "{full:#}");
    assert_eq!(cards(&lab, &narrow).await, 2);
    assert_eq!(lab.admin.ask(THERE, Value::Null).await["leads"]["totalCount"], 2);
    assert_eq!(lab.events("PIPELINE_CARD_MOVED").await, 0);
}

#[tokio::test]
async fn of_the_best_of_a_request_only_those_are_leads_for_whom_there_is_room() {
    let lab = Lab::start().await;
    let (narrow, _) = board(&lab, 3).await;
    let create = "mutation($i: LeadRequestCreateInput!) { leadRequestCreate(input: $i) { id } }";
    let save = json!({ "pipelineId": narrow, "count": 7 });
    let input = json!({ "i": { "description": DESCRIPTION, "maxResults": 20, "saveTo": save } });
    lab.admin.ask(create, input).await;
    let request = lab.only_request().await;
    lab.finish(&request).await;
    assert_eq!(cards(&lab, &narrow).await, 3);
    assert_eq!(lab.admin.ask(THERE, Value::Null).await["leads"]["totalCount"], 3);
    assert_eq!(lab.events("PROSPECT_SAVED").await, 3);
    let people = lab.results(&request).await;
    let saved: Vec<_> = people.iter().filter(|row| row.lead_id.is_some()).map(|row| row.rank).collect();
    assert_eq!(saved, [Some(1), Some(2), Some(3)], "the best of them");
    let log = lab.log(&request).await;
    let said = log.iter().filter(|line| line.message.contains("on the board")).count();
    assert_eq!(said, 1, "said once, whatever was undone");
    assert!(log.iter().any(|line| line.message.contains("4 could not be saved")), "{log:#?}");
}

/// The prospect is reached by nothing that is suppressed; the lead they turn out to be is.
#[tokio::test]
async fn who_turns_out_to_be_a_suppressed_lead_does_not_complete_it() {
    let lab = Lab::start().await;
    let request = lab.ask(DESCRIPTION).await;
    lab.finish(&request).await;
    let people = lab.results(&request).await;
    let person = people.iter().find(|person| person.email.is_some()).unwrap();
    let known = json!({ "fullName": "Somebody", "email": person.email, "whatsapp": "+27821234567" });
    let known = lab.made("leadCreate", known).await;
    lab.made("suppressionAdd", json!({ "kind": "PHONE", "value": "+27821234567" })).await;
    let refused = lab.admin.gql(ONE, json!({ "i": { "id": Id(person.id).text() } })).await;
    assert_eq!(code(&refused), "CONFLICT", "{refused:#}");
    let ask = "query($id: ID!) { lead(id: $id) { fullName title company { id } enrichments { field } } }";
    let seen = lab.admin.ask(ask, json!({ "id": known })).await["lead"].clone();
    let as_before = json!({ "fullName": "Somebody", "title": null, "company": null, "enrichments": [] });
    assert_eq!(seen, as_before);
    let there = json!({ "leads": { "totalCount": 1 }, "companies": { "totalCount": 0 } });
    assert_eq!(lab.admin.ask(THERE, Value::Null).await, there);
    assert_eq!(lab.events("PROSPECT_SAVED").await, 0);
}
