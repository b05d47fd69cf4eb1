//! What people must do: made, changed, given away, done, found again.

use super::desk::{board, done, newest, refused, text, told};
use crate::support::{
    actor::{Actor, code},
    app::TestApp,
    make,
};
use entity::{event, event_kind::EventKind as E, membership::Role};
use sea_orm::EntityTrait;
use serde_json::{Value, json};

const SHOWN: &str = "id title kind dueAt doneAt version lead { id } card { id } assignee { id }";

async fn member(who: &Actor) -> Value {
    who.ask("{ viewer { memberships { id } } }", json!({})).await["viewer"]["memberships"][0]["id"].clone()
}

async fn titles(who: &Actor, arguments: Value) -> Vec<String> {
    let query = "query($f: TaskFilter, $o: TaskOrder) { tasks(filter: $f, orderBy: $o) { nodes { title } totalCount } }";
    let found = who.ask(query, arguments).await["tasks"].clone();
    let titles: Vec<String> =
        found["nodes"].as_array().unwrap().iter().map(|task| text(&task["title"])).collect();
    assert_eq!(found["totalCount"], titles.len());
    titles
}

#[tokio::test]
async fn a_task_is_made_changed_given_away_and_done() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let rob = ada.colleague(Role::Researcher).await;
    let (lead, known) = (make::lead(&t, &ada, "Jane Doe").await, newest(&t, &ada).await);
    let input = json!({ "title": " Call Jane ", "kind": "CALL", "leadId": lead, "dueAt": "2026-11-05T09:00:00Z",
        "assigneeId": member(&ada).await });
    let made = done(&rob, "taskCreate", input, SHOWN).await;
    assert_eq!((&made["title"], &made["lead"]["id"]), (&json!("Call Jane"), &json!(lead)));
    assert_eq!((&made["version"], &made["doneAt"]), (&json!(1), &Value::Null));
    let id = made["id"].clone();
    let same = done(&rob, "taskUpdate", json!({ "id": id, "kind": "CALL" }), SHOWN).await;
    assert_eq!(same["version"], 1, "nothing changed");
    let input = json!({ "id": id, "expectedVersion": 1, "title": "Write to Jane", "dueAt": null });
    let changed = done(&rob, "taskUpdate", input, SHOWN).await;
    assert_eq!((&changed["dueAt"], &changed["kind"]), (&Value::Null, &json!("CALL")));
    let given =
        done(&ada, "taskReassign", json!({ "id": id, "assigneeId": member(&rob).await }), SHOWN).await;
    assert_eq!((&given["assignee"]["id"], &given["version"]), (&member(&rob).await, &json!(3)));
    let over = done(&rob, "taskComplete", json!({ "id": id, "expectedVersion": 3 }), SHOWN).await;
    assert_eq!(over["doneAt"], "2026-11-02T09:00:00+00:00");
    for (name, input) in [("taskComplete", json!({ "id": id })), ("taskReassign", json!({ "id": id }))] {
        assert_eq!(refused(&rob, name, input).await.0, "CONFLICT", "{name}: it is done");
    }
    let kinds = [E::TaskCreated, E::TaskUpdated, E::TaskReassigned, E::TaskCompleted];
    assert_eq!(told(&t, &ada, known).await, kinds);
    let events = event::Entity::find().all(&t.database.connect().await).await.unwrap();
    assert!(!format!("{events:?}").contains("Jane"), "nobody's words are told");
}

#[tokio::test]
async fn a_cards_task_is_about_its_lead_and_goes_with_the_card() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let (jane, john) = (make::lead(&t, &ada, "Jane").await, make::lead(&t, &ada, "John").await);
    let card = board(&ada).await.card(&ada, &jane, 0).await;
    let made = done(&ada, "taskCreate", json!({ "title": "Look", "cardId": card }), SHOWN).await;
    assert_eq!((&made["lead"]["id"], &made["kind"]), (&json!(jane), &json!("OTHER")));
    let (code, said) =
        refused(&ada, "taskCreate", json!({ "title": "No", "cardId": card, "leadId": john })).await;
    assert!(code == "BAD_USER_INPUT" && said.contains("leadId"), "{said}");
    done(&ada, "pipelineCardRemove", json!({ "id": card }), "id").await;
    assert_eq!(titles(&ada, json!({})).await, Vec::<String>::new());
}

#[tokio::test]
async fn tasks_are_found_by_who_what_and_when() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let (me, lead) = (member(&ada).await, make::lead(&t, &ada, "Jane Doe").await);
    for (title, input) in [
        ("later", json!({ "dueAt": "2026-11-09T09:00:00Z", "assigneeId": me })),
        ("whenever", json!({ "leadId": lead })),
        ("soon", json!({ "dueAt": "2026-11-03T09:00:00Z", "kind": "CALL" })),
    ] {
        let mut input = input;
        input["title"] = json!(title);
        t.advance(chrono::TimeDelta::seconds(1));
        done(&ada, "taskCreate", input, "id").await;
    }
    assert_eq!(titles(&ada, json!({})).await, ["soon", "later", "whenever"], "without a date comes last");
    let newest = json!({ "o": { "field": "CREATED_AT", "direction": "DESC" } });
    assert_eq!(titles(&ada, newest).await, ["soon", "whenever", "later"]);
    for (filter, wanted) in [
        (json!({ "assigneeId": { "eq": me } }), vec!["later"]),
        (json!({ "assigneeId": { "isNull": true } }), vec!["soon", "whenever"]),
        (json!({ "leadId": { "in": [lead] } }), vec!["whenever"]),
        (json!({ "dueAt": { "lt": "2026-11-04T00:00:00Z" }, "done": false }), vec!["soon"]),
        (json!({ "not": { "kind": { "eq": "CALL" } } }), vec!["later", "whenever"]),
        (json!({ "done": true }), vec![]),
    ] {
        assert_eq!(titles(&ada, json!({ "f": filter })).await, wanted, "{filter}");
    }
    let page = "query($a: String) { tasks(first: 2, after: $a) { nodes { title } pageInfo { endCursor hasNextPage } } }";
    let first = ada.ask(page, json!({})).await["tasks"].clone();
    let rest = ada.ask(page, json!({ "a": first["pageInfo"]["endCursor"] })).await["tasks"].clone();
    assert_eq!(rest["nodes"], json!([{ "title": "whenever" }]));
    assert_eq!(titles(&ada.client().await, json!({})).await, Vec::<String>::new(), "not a client's to see");
}

#[tokio::test]
async fn what_makes_no_sense_is_refused_and_leaves_nothing() {
    let t = TestApp::start().await;
    let (ada, eve) = (t.agency("acme").await, t.agency("evil").await);
    let (cleo, lead) = (ada.client().await, make::lead(&t, &ada, "Jane Doe").await);
    let task = done(&ada, "taskCreate", json!({ "title": "Call" }), "id").await["id"].clone();
    let gone = make::lead(&t, &ada, "Gone").await;
    done(&ada, "leadDelete", json!({ "id": gone }), "id").await;
    let known = newest(&t, &ada).await;
    for (name, input, wanted) in [
        ("taskCreate", json!({ "title": " " }), "BAD_USER_INPUT"),
        ("taskCreate", json!({ "title": "a\nb" }), "BAD_USER_INPUT"),
        ("taskCreate", json!({ "title": "x", "assigneeId": member(&cleo).await }), "BAD_USER_INPUT"),
        ("taskCreate", json!({ "title": "x", "leadId": gone }), "NOT_FOUND"),
        ("taskUpdate", json!({ "id": task, "title": null }), "BAD_USER_INPUT"),
        ("taskUpdate", json!({ "id": task, "title": "x", "expectedVersion": 7 }), "CONFLICT"),
        ("taskComplete", json!({ "id": task, "expectedVersion": 7 }), "CONFLICT"),
        ("taskReassign", json!({ "id": task, "assigneeId": member(&eve).await }), "NOT_FOUND"),
    ] {
        assert_eq!(refused(&ada, name, input.clone()).await.0, wanted, "{name} {input}");
        assert_eq!(refused(&cleo, name, input.clone()).await.0, "FORBIDDEN", "{name} {input}");
    }
    assert_eq!(refused(&eve, "taskCreate", json!({ "title": "x", "leadId": lead })).await.0, "NOT_FOUND");
    assert_eq!(refused(&eve, "taskComplete", json!({ "id": task })).await.0, "NOT_FOUND");
    assert_eq!(told(&t, &ada, known).await, []);
    assert_eq!(titles(&ada, json!({})).await, ["Call"]);
    let node = "query($id: ID!) { node(id: $id) { id } }";
    assert_eq!(code(&eve.gql(node, json!({ "id": task })).await), "NOT_FOUND");
}

#[tokio::test]
async fn of_two_who_finish_it_at_once_one_does() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let id = done(&ada, "taskCreate", json!({ "title": "Call" }), "id").await["id"].clone();
    let query = "mutation($i: TaskCompleteInput!) { taskComplete(input: $i) { version } }";
    let variables = json!({ "i": { "id": id } });
    let (one, two) = tokio::join!(ada.gql(query, variables.clone()), ada.gql(query, variables.clone()));
    let mut codes = [code(&one).to_owned(), code(&two).to_owned()];
    codes.sort();
    assert_eq!(codes, ["", "CONFLICT"]);
}
