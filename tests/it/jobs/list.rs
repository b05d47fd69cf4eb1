use super::support::start;
use chrono::TimeDelta;
use entity::membership::Role;
use serde_json::{Value, json};

fn ids(list: &Value) -> Vec<&str> {
    list["nodes"].as_array().unwrap().iter().map(|node| node["id"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn jobs_come_newest_first_and_by_filter() {
    let t = start().await;
    let ada = t.agency("acme").await;
    let mut made = vec![];
    for _ in 0..3 {
        t.advance(TimeDelta::minutes(1));
        made.push(t.job(&ada, 1, true).await.id);
    }
    ada.steered("Pause", &made[1]).await;
    let all = ada.ask("{ jobs { totalCount nodes { id } } }", json!({})).await;
    assert_eq!(ids(&all["jobs"]), [&made[2], &made[1], &made[0]]);
    assert_eq!(all["jobs"]["totalCount"], 3);

    let query = "query($f: JobFilter, $o: JobOrder) { jobs(filter: $f, orderBy: $o) { nodes { id } } }";
    let paused = ada.ask(query, json!({ "f": { "status": { "eq": "PAUSED" } } })).await;
    assert_eq!(ids(&paused["jobs"]), [&made[1]]);
    let oldest = ada.ask(query, json!({ "o": { "direction": "ASC" } })).await;
    assert_eq!(ids(&oldest["jobs"]), [&made[0], &made[1], &made[2]]);
    let campaign =
        ada.ask("mutation { campaignCreate(input: { name: \"Spring\" }) { id } }", json!({})).await;
    let theirs = json!({ "f": { "campaignId": { "eq": campaign["campaignCreate"]["id"] } } });
    assert_eq!(ada.ask(query, theirs).await["jobs"]["nodes"], json!([]), "no job works for it");
    let nobodys = json!({ "f": { "campaignId": { "isNull": true }, "dataSourceId": { "isNull": true } } });
    assert_eq!(ids(&ada.ask(query, nobodys).await["jobs"]).len(), 3);
    let rob = ada.colleague(Role::Researcher).await;
    let who = rob.ask("{ jobs { nodes { requestedBy { role } isMine } } }", json!({})).await;
    assert_eq!(
        who["jobs"]["nodes"][0],
        json!({ "requestedBy": { "role": "AGENCY_ADMIN" }, "isMine": false })
    );
    let none = ada.ask(query, json!({ "f": { "kind": { "in": ["IMPORT", "EXPORT"] } } })).await;
    assert_eq!(none["jobs"]["nodes"], json!([]));
}

#[tokio::test]
async fn pages_join_without_gap_or_repeat() {
    let t = start().await;
    let ada = t.agency("acme").await;
    for _ in 0..5 {
        t.job(&ada, 1, false).await;
    }
    let query =
        "query($a: String) { jobs(first: 2, after: $a) { nodes { id } pageInfo { endCursor hasNextPage } } }";
    let (mut seen, mut after) = (std::collections::BTreeSet::new(), Value::Null);
    loop {
        let page = ada.ask(query, json!({ "a": after })).await;
        seen.extend(ids(&page["jobs"]).into_iter().map(str::to_owned));
        after = page["jobs"]["pageInfo"]["endCursor"].clone();
        if page["jobs"]["pageInfo"]["hasNextPage"] == false {
            break;
        }
    }
    assert_eq!(seen.len(), 5);
}
