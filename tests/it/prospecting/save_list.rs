//! Prospects saved into a list, and which lists take them.

use super::support::{DESCRIPTION, Lab};
use crate::support::{
    actor::{code, field},
    make,
};
use leadwire::graphql::Id;
use serde_json::{Value, json};
use std::collections::BTreeSet;

const SAVE: &str = "mutation($i: ProspectSaveInput!) { prospectSave(input: $i) { lead { id } } }";
const MANY: &str = "mutation($i: ProspectsSaveInput!) { prospectsSave(input: $i) {
    savedCount refusedCount outcomes { saved { lead { id } } } } }";

/// The leads of a list, which are as many as it counts.
async fn members(lab: &Lab, list: &Value) -> BTreeSet<String> {
    let query = "query($id: ID!) { leadList(id: $id) { leadCount leads(first: 100) { nodes { id } } } }";
    let seen = lab.admin.ask(query, json!({ "id": list })).await["leadList"].clone();
    let ids: BTreeSet<String> =
        seen["leads"]["nodes"].as_array().expect("a list").iter().map(|lead| text(&lead["id"])).collect();
    assert_eq!(seen["leadCount"], ids.len(), "{seen:#}");
    ids
}

fn text(id: &Value) -> String {
    id.as_str().expect("an id").to_owned()
}

#[tokio::test]
async fn who_is_saved_joins_the_list_once_and_who_is_saved_without_one_joins_none() {
    let lab = Lab::start().await;
    let request = lab.ask(DESCRIPTION).await;
    lab.finish(&request).await;
    let people = lab.results(&request).await;
    let id = |at: usize| Id(people[at].id).text();
    let fair = lab.made("leadListCreate", json!({ "name": "Fair" })).await;
    let other = lab.made("leadListCreate", json!({ "name": "Other" })).await;

    let one = json!({ "i": { "id": id(0), "listId": fair } });
    let first = text(&lab.admin.ask(SAVE, one.clone()).await["prospectSave"]["lead"]["id"]);
    assert_eq!(members(&lab, &fair).await, BTreeSet::from([first.clone()]));
    lab.admin.ask(SAVE, one).await;
    assert_eq!(members(&lab, &fair).await.len(), 1, "twice is once");

    let many = json!({ "i": { "ids": [id(0), id(1), id(2)], "listId": fair } });
    let saved = lab.admin.ask(MANY, many).await["prospectsSave"].clone();
    assert_eq!((&saved["savedCount"], &saved["refusedCount"]), (&json!(3), &json!(0)), "{saved:#}");
    let all: BTreeSet<String> =
        saved["outcomes"].as_array().unwrap().iter().map(|one| text(&one["saved"]["lead"]["id"])).collect();
    assert!(all.len() == 3 && all.contains(&first), "{all:?}");
    assert_eq!(members(&lab, &fair).await, all);

    lab.admin.ask(SAVE, json!({ "i": { "id": id(3) } })).await;
    assert_eq!(members(&lab, &fair).await, all);
    assert_eq!(members(&lab, &other).await, BTreeSet::new());
    let leads = lab.admin.ask("{ leads { totalCount } }", json!({})).await;
    assert_eq!(leads["leads"]["totalCount"], 4);
}

#[tokio::test]
async fn a_list_elsewhere_of_others_or_deleted_takes_nobody_and_nothing_is_left_behind() {
    let lab = Lab::start().await;
    let request = lab.ask(DESCRIPTION).await;
    lab.finish(&request).await;
    let people = lab.results(&request).await;
    let (one, two) = (Id(people[0].id).text(), Id(people[1].id).text());
    let gone = lab.made("leadListCreate", json!({ "name": "Gone" })).await;
    lab.made("leadListDelete", json!({ "id": gone })).await;
    let second = Id(make::workspace(&lab.test, &lab.admin).await).text();
    let elsewhere = lab.made("leadListCreate", json!({ "name": "Elsewhere", "workspaceId": second })).await;
    let eve = lab.test.agency("other").await;
    let create = "mutation { leadListCreate(input: { name: \"Theirs\" }) { id } }";
    let theirs = eve.ask(create, Value::Null).await["leadListCreate"]["id"].clone();
    let board = json!({ "name": "Best", "template": "OUTREACH" });
    for (list, wanted, path) in
        [(&elsewhere, "BAD_USER_INPUT", "listId"), (&theirs, "NOT_FOUND", ""), (&gone, "NOT_FOUND", "")]
    {
        let alone = json!({ "i": { "id": one, "listId": list, "newPipeline": board } });
        let together = json!({ "i": { "ids": [one, two], "listId": list, "newPipeline": board } });
        for (mutation, input) in [(SAVE, alone), (MANY, together)] {
            let answer = lab.admin.gql(mutation, input).await;
            assert_eq!((code(&answer), field(&answer)), (wanted, path), "{answer:#}");
        }
    }
    let left = lab.admin.ask("{ leads { totalCount } pipelines { totalCount } }", json!({})).await;
    assert_eq!(left, json!({ "leads": { "totalCount": 0 }, "pipelines": { "totalCount": 0 } }));
    assert_eq!(members(&lab, &elsewhere).await, BTreeSet::new());
    assert_eq!(lab.events("PROSPECT_SAVED").await, 0);
    let prospect = "query($id: ID!) { prospect(id: $id) { lead { id } } }";
    assert!(lab.admin.ask(prospect, json!({ "id": one })).await["prospect"]["lead"].is_null());
}
