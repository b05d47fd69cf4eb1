//! Lists chosen by when: something was made, somebody answered.

use super::support::{company, done, lead, run};
use crate::support::{actor::Actor, app::TestApp};
use chrono::TimeDelta;
use serde_json::{Value, json};

/// What a list finds, sorted by name.
async fn found(of: &Actor, (root, kind, shown): (&str, &str, &str), filter: &Value) -> Vec<String> {
    let query = format!("query($f: {kind}) {{ {root}(filter: $f) {{ totalCount nodes {{ {shown} }} }} }}");
    let page = of.ask(&query, json!({ "f": filter })).await[root].clone();
    let nodes = page["nodes"].as_array().expect("a list");
    assert_eq!(page["totalCount"], nodes.len(), "{root} {filter}");
    let mut names: Vec<String> =
        nodes.iter().map(|node| node[shown].as_str().expect("a name").to_owned()).collect();
    names.sort();
    names
}

#[tokio::test]
async fn what_was_made_is_found_by_when() {
    let t = TestApp::start().await;
    let (ada, eve) = (t.agency("acme").await, t.agency("evil").await);
    let mut times = vec![];
    for name in ["A", "B", "C"] {
        t.advance(TimeDelta::minutes(1));
        times.push(t.app.now().to_rfc3339());
        for of in [&ada, &eve] {
            company(of, json!({ "name": name })).await;
            run(of, "leadListCreate", json!({ "name": name }), "id").await;
            run(of, "taskCreate", json!({ "title": name }), "id").await;
        }
    }
    for list in [
        ("companies", "CompanyFilter", "name"),
        ("leadLists", "LeadListFilter", "name"),
        ("tasks", "TaskFilter", "title"),
    ] {
        for (when, wanted, others) in [
            (json!({ "gt": times[0] }), vec!["B", "C"], vec!["A"]),
            (json!({ "gte": times[1], "lt": times[2] }), vec!["B"], vec!["A", "C"]),
            (json!({ "between": { "from": times[0], "to": times[1] } }), vec!["A", "B"], vec!["C"]),
            (json!({ "eq": times[2] }), vec!["C"], vec!["A", "B"]),
            (json!({ "not": times[2] }), vec!["A", "B"], vec!["C"]),
            (json!({ "lt": times[0] }), vec![], vec!["A", "B", "C"]),
            (json!({ "isNull": false }), vec!["A", "B", "C"], vec![]),
        ] {
            let filter = json!({ "createdAt": when });
            assert_eq!(found(&ada, list, &filter).await, wanted, "{list:?} {filter}");
            assert_eq!(found(&ada, list, &json!({ "not": filter })).await, others, "{list:?} not {filter}");
        }
    }
}

#[tokio::test]
async fn leads_are_found_by_when_they_answered() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let mut times = vec![];
    for name in ["Ana", "Bo", "Cy"] {
        let id = lead(&ada, json!({ "fullName": name })).await["id"].clone();
        t.advance(TimeDelta::minutes(1));
        times.push(t.app.now().to_rfc3339());
        if name != "Cy" {
            run(&ada, "leadRecordContact", json!({ "id": id, "channel": "EMAIL" }), "id").await;
            let answered = done(&ada, "leadUpdate", json!({ "id": id, "status": "REPLIED" })).await;
            assert_eq!(answered["status"], "REPLIED");
        }
    }
    let list = ("leads", "LeadFilter", "fullName");
    for (when, wanted) in [
        (json!({ "isNull": true }), vec!["Cy"]),
        (json!({ "isNull": false }), vec!["Ana", "Bo"]),
        (json!({ "gt": times[0] }), vec!["Bo"]),
        (json!({ "lte": times[0] }), vec!["Ana"]),
        (json!({ "between": { "from": times[0], "to": times[2] } }), vec!["Ana", "Bo"]),
        (json!({ "not": times[0] }), vec!["Bo", "Cy"]),
    ] {
        let filter = json!({ "lastRepliedAt": when });
        assert_eq!(found(&ada, list, &filter).await, wanted, "{filter}");
    }
    let no_answer_then = json!({ "not": { "lastRepliedAt": { "gte": times[1] } } });
    assert_eq!(found(&ada, list, &no_answer_then).await, ["Ana", "Cy"], "nor did who never answered");
}

const BULK: &str =
    "updatedCount unchangedCount refusedCount mismatchCount items { outcome lead { segment priority } }";

/// Outcomes and what the leads are then.
async fn changed(of: &Actor, input: Value) -> (Value, Vec<Value>) {
    let answer = run(of, "leadsBulkUpdate", input, BULK).await;
    let mut result = answer["data"]["leadsBulkUpdate"].clone();
    let items = result["items"].take().as_array().unwrap_or_else(|| panic!("{answer:#}")).clone();
    let counts = ["updatedCount", "unchangedCount", "mismatchCount"].map(|name| result[name].clone());
    (json!(counts), items)
}

#[tokio::test]
async fn many_get_a_segment_keep_it_and_lose_it() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let one = lead(&ada, json!({ "fullName": "A A", "segment": "SMB" })).await["id"].clone();
    let two = lead(&ada, json!({ "fullName": "B B" })).await["id"].clone();
    let with = |mut input: Value| {
        input["ids"] = json!([one, two]);
        input
    };
    let (counts, items) = changed(&ada, with(json!({ "segment": "SMB" }))).await;
    assert_eq!(counts, json!([1, 1, 0]), "one was that already");
    assert!(items.iter().all(|item| item["lead"]["segment"] == "SMB"), "{items:#?}");
    let (counts, items) = changed(&ada, with(json!({ "priority": "HIGH" }))).await;
    assert_eq!(counts, json!([2, 0, 0]));
    assert!(items.iter().all(|item| item["lead"] == json!({ "segment": "SMB", "priority": "HIGH" })));
    let (counts, items) = changed(&ada, with(json!({ "segment": null }))).await;
    assert_eq!(counts, json!([2, 0, 0]), "null clears");
    assert!(items.iter().all(|item| item["lead"] == json!({ "segment": null, "priority": "HIGH" })));
    let nobodys =
        found(&ada, ("leads", "LeadFilter", "fullName"), &json!({ "segment": { "eq": "SMB" } })).await;
    assert!(nobodys.is_empty(), "{nobodys:?}");
}

#[tokio::test]
async fn a_key_of_another_item_is_counted_as_a_mismatch_and_does_nothing() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let one = lead(&ada, json!({ "fullName": "A A" })).await["id"].clone();
    let two = lead(&ada, json!({ "fullName": "B B" })).await["id"].clone();
    let first = json!({ "ids": [one], "itemKeys": ["k1"], "segment": "SMB" });
    assert_eq!(changed(&ada, first.clone()).await.0, json!([1, 0, 0]));
    assert_eq!(changed(&ada, first).await.0, json!([1, 0, 0]), "it gets what it got");
    let mixed = json!({ "ids": [two, one], "itemKeys": ["k1", "k2"], "segment": null });
    let (counts, items) = changed(&ada, mixed).await;
    assert_eq!(counts, json!([1, 0, 1]), "{items:#?}");
    assert_eq!(items[0], json!({ "outcome": "IDEMPOTENCY_MISMATCH", "lead": null }));
    assert_eq!(items[1]["lead"]["segment"], Value::Null);
    let other = "query($id: ID!) { lead(id: $id) { version } }";
    assert_eq!(ada.ask(other, json!({ "id": two })).await["lead"]["version"], 1, "nothing was done to it");
}
