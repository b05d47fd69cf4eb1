use super::support::{done, lead, nobody, run, traces};
use crate::support::{
    actor::{Actor, code, field},
    app::TestApp,
};
use entity::membership::Role;
use serde_json::{Value, json};

const RESULT: &str =
    "addedCount removedCount unchangedCount refusedCount list { leadCount version } items { leadId outcome }";

async fn list(actor: &Actor, name: &str) -> Value {
    run(actor, "leadListCreate", json!({ "name": name }), "id name leadCount version").await["data"]["leadListCreate"].clone()
}

async fn count(actor: &Actor, list: &Value) -> Value {
    let data =
        actor.ask("query($id: ID!) { leadList(id: $id) { leadCount } }", json!({ "id": list["id"] })).await;
    data["leadList"]["leadCount"].clone()
}

#[tokio::test]
async fn leads_join_and_leave_and_the_count_stays_exact() {
    let t = TestApp::start().await;
    let (ada, eve) = (t.agency("acme").await, t.agency("evil").await);
    let fair = list(&ada, "Fair").await;
    let (a, b) =
        (lead(&ada, json!({ "fullName": "A A" })).await, lead(&ada, json!({ "fullName": "B B" })).await);
    let theirs = lead(&eve, json!({ "fullName": "E E" })).await;
    let ids = json!([a["id"], b["id"], a["id"], theirs["id"], nobody("lead_")]);
    let answer = run(&ada, "leadListAddLeads", json!({ "id": fair["id"], "leadIds": ids }), RESULT).await;
    let result = &answer["data"]["leadListAddLeads"];
    let outcomes: Vec<_> = result["items"].as_array().unwrap().iter().map(|item| &item["outcome"]).collect();
    assert_eq!(outcomes, ["ADDED", "ADDED", "UNCHANGED", "NOT_FOUND", "NOT_FOUND"], "{answer:#}");
    assert_eq!(result["list"], json!({ "leadCount": 2, "version": 2 }));
    let members = ada
        .ask("query($l: [ID!]) { leads(filter: {listIds: $l}, orderBy: {field: NAME, direction: ASC}) { nodes { fullName } totalCount } }", json!({ "l": [fair["id"]] }))
        .await;
    assert_eq!(
        members["leads"],
        json!({ "nodes": [{ "fullName": "A A" }, { "fullName": "B B" }], "totalCount": 2 })
    );
    done(&ada, "leadDelete", json!({ "id": a["id"] })).await;
    assert_eq!(count(&ada, &fair).await, 1);
    done(&ada, "leadRestore", json!({ "id": a["id"] })).await;
    assert_eq!(count(&ada, &fair).await, 2);
    let out = json!({ "id": fair["id"], "leadIds": [b["id"], theirs["id"]] });
    let answer = run(&ada, "leadListRemoveLeads", out.clone(), RESULT).await;
    let result = &answer["data"]["leadListRemoveLeads"];
    assert_eq!((&result["removedCount"], &result["refusedCount"]), (&json!(1), &json!(1)), "{answer:#}");
    let before = traces(&t).await;
    let again = run(&ada, "leadListRemoveLeads", out, RESULT).await;
    assert_eq!(again["data"]["leadListRemoveLeads"]["list"]["leadCount"], 1);
    assert_eq!(traces(&t).await, before, "nothing changed, nothing is told");
}

#[tokio::test]
async fn a_list_shows_its_living_leads_a_page_at_a_time() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let (fair, empty) = (list(&ada, "Fair").await, list(&ada, "Empty").await);
    let mut ids = vec![];
    for name in ["A A", "B B", "C C", "D D"] {
        ids.push(lead(&ada, json!({ "fullName": name })).await["id"].clone());
    }
    run(&ada, "leadListAddLeads", json!({ "id": fair["id"], "leadIds": ids[..3] }), RESULT).await;
    done(&ada, "leadDelete", json!({ "id": ids[1] })).await;
    let query = "query($n: Int, $a: String) { leadLists(orderBy: {field: NAME, direction: DESC}) { nodes {
        id leads(first: $n, after: $a) { nodes { id } totalCount pageInfo { endCursor hasNextPage } } } } }";
    let both = ada.ask(query, json!({})).await["leadLists"]["nodes"].clone();
    assert_eq!((&both[0]["id"], &both[1]["id"]), (&fair["id"], &empty["id"]));
    assert_eq!(both[0]["leads"]["totalCount"], 2);
    assert_eq!(both[0]["leads"]["nodes"], json!([{ "id": ids[2] }, { "id": ids[0] }]), "not who was deleted");
    assert_eq!(both[1]["leads"]["nodes"], json!([]));
    let one = "query($id: ID!, $a: String) { leadList(id: $id) { leads(first: 1, after: $a) {
        nodes { id } pageInfo { endCursor hasNextPage } } } }";
    let first = ada.ask(one, json!({ "id": fair["id"] })).await["leadList"]["leads"].clone();
    assert_eq!((&first["nodes"][0]["id"], &first["pageInfo"]["hasNextPage"]), (&ids[2], &json!(true)));
    let next = json!({ "id": fair["id"], "a": first["pageInfo"]["endCursor"] });
    let next = ada.ask(one, next).await["leadList"]["leads"].clone();
    assert_eq!((&next["nodes"][0]["id"], &next["pageInfo"]["hasNextPage"]), (&ids[0], &json!(false)));
}

#[tokio::test]
async fn a_list_holds_leads_of_its_workspace() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let make = "mutation { workspaceCreate(input: { name: \"Other\" }) { id } }";
    let other = ada.ask(make, json!({})).await["workspaceCreate"]["id"].clone();
    let jane = lead(&ada, json!({ "fullName": "J D", "workspaceId": other })).await;
    let here = json!({ "name": "Here", "workspaceId": ada.workspace_id() });
    let here = run(&ada, "leadListCreate", here, "id").await["data"]["leadListCreate"].clone();
    let add = json!({ "id": here["id"], "leadIds": [jane["id"]] });
    let answer = run(&ada, "leadListAddLeads", add, RESULT).await;
    assert_eq!(answer["data"]["leadListAddLeads"]["items"][0]["outcome"], "OTHER_WORKSPACE");
    assert_eq!(count(&ada, &here).await, 0);
}

#[tokio::test]
async fn lists_are_renamed_deleted_found_and_counted() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let rob = ada.colleague(Role::Researcher).await;
    let (fair, gone) = (list(&rob, "Messe Köln").await, list(&rob, "Old").await);
    let renamed =
        run(&rob, "leadListUpdate", json!({ "id": fair["id"], "name": "Messe Köln 2026" }), "name version")
            .await;
    assert_eq!(renamed["data"]["leadListUpdate"], json!({ "name": "Messe Köln 2026", "version": 2 }));
    let stale = json!({ "id": fair["id"], "name": "X", "expectedVersion": 1 });
    assert_eq!(code(&run(&rob, "leadListUpdate", stale, "id").await), "CONFLICT");
    assert_eq!(code(&run(&rob, "leadListDelete", json!({ "id": gone["id"] }), "id").await), "FORBIDDEN");
    let answer = run(&ada, "leadListDelete", json!({ "id": gone["id"] }), "deletedAt").await;
    assert!(answer["data"]["leadListDelete"]["deletedAt"].is_string());
    let one = "query($id: ID!) { leadList(id: $id) { id } }";
    assert_eq!(code(&ada.gql(one, json!({ "id": gone["id"] })).await), "NOT_FOUND");
    let found = ada.ask("{ leadLists(search: \"koln MES\") { nodes { name } totalCount } }", json!({})).await;
    assert_eq!(found["leadLists"], json!({ "nodes": [{ "name": "Messe Köln 2026" }], "totalCount": 1 }));
    let none =
        ada.ask("{ leadLists(filter: {name: {eq: \"nothing\"}}) { nodes { name } } }", json!({})).await;
    assert_eq!(none["leadLists"]["nodes"], json!([]));
}

#[tokio::test]
async fn what_is_wrong_leaves_no_trace() {
    let t = TestApp::start().await;
    let (ada, eve) = (t.agency("acme").await, t.agency("evil").await);
    let fair = list(&ada, "Fair").await;
    let jane = lead(&ada, json!({ "fullName": "J D" })).await;
    let before = traces(&t).await;
    for name in ["", "  ", "a\nb", &"x".repeat(201)] {
        let answer = run(&ada, "leadListCreate", json!({ "name": name }), "id").await;
        assert_eq!((code(&answer), field(&answer)), ("BAD_USER_INPUT", "name"));
    }
    let many: Vec<String> = (0..501).map(|_| nobody("lead_")).collect();
    for ids in [json!([]), json!(many)] {
        let answer = run(&ada, "leadListAddLeads", json!({ "id": fair["id"], "leadIds": ids }), RESULT).await;
        assert_eq!((code(&answer), field(&answer)), ("BAD_USER_INPUT", "leadIds"));
    }
    for (name, more) in [
        ("leadListUpdate", json!({ "name": "X" })),
        ("leadListDelete", json!({})),
        ("leadListAddLeads", json!({ "leadIds": [jane["id"]] })),
        ("leadListRemoveLeads", json!({ "leadIds": [jane["id"]] })),
    ] {
        let shown = if name.ends_with("Leads") { "addedCount" } else { "id" };
        let with = |id: Value| {
            let mut input = more.clone();
            input["id"] = id;
            input
        };
        let foreign = run(&eve, name, with(fair["id"].clone()), shown).await;
        let random = run(&eve, name, with(nobody("list_").into()), shown).await;
        assert_eq!(code(&foreign), "NOT_FOUND", "{name} {foreign:#}");
        assert_eq!(foreign["errors"][0]["message"], random["errors"][0]["message"]);
    }
    assert_eq!(eve.ask("{ leadLists { totalCount } }", json!({})).await["leadLists"]["totalCount"], 0);
    assert_eq!(traces(&t).await, before);
}
