//! Prospects and lead requests, chosen and sorted.

use super::support::{DESCRIPTION, Lab};
use crate::support::{actor::Actor, app::TestApp, make};
use chrono::{DateTime, TimeDelta, Utc};
use entity::{ids::TypedId, prospect};
use leadwire::prospecting::requests::NewLeadRequest;
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::{Value, json};

const PROSPECTS: &str = "query($f: ProspectFilter, $o: ProspectOrder, $a: String) {
    prospects(first: 4, after: $a, filter: $f, orderBy: $o) { totalCount pageInfo { endCursor hasNextPage }
    nodes { id rank score seniority country createdAt dismissedAt lead { id } } } }";
const REQUESTS: &str = "query($f: LeadRequestFilter, $o: LeadRequestOrder, $a: String) {
    leadRequests(first: 2, after: $a, filter: $f, orderBy: $o) { totalCount pageInfo { endCursor hasNextPage }
    nodes { id status description workspaceId maxResults } } }";

/// All that a list finds, page by page.
async fn listed(who: &Actor, query: &str, filter: &Value, order: &Value) -> Vec<Value> {
    let root = if query == PROSPECTS { "prospects" } else { "leadRequests" };
    let (mut all, mut after) = (vec![], Value::Null);
    loop {
        let page = who.ask(query, json!({ "f": filter, "o": order, "a": after })).await[root].clone();
        all.extend(page["nodes"].as_array().expect("a list").iter().cloned());
        if page["pageInfo"]["hasNextPage"] == false {
            assert_eq!(page["totalCount"], all.len(), "{filter}");
            return all;
        }
        after = page["pageInfo"]["endCursor"].clone();
    }
}

fn ids(rows: &[Value]) -> Vec<&str> {
    rows.iter().map(|row| row["id"].as_str().expect("an id")).collect()
}

/// The same rows in this order, those without a value last.
fn sorted(rows: &[Value], field: &str, is_descending: bool) -> Vec<Value> {
    let number = |row: &Value| {
        let instant = || row[field].as_str()?.parse::<DateTime<Utc>>().ok().map(|at| at.timestamp_micros());
        row[field].as_i64().or_else(instant)
    };
    let mut rows = rows.to_vec();
    rows.sort_by(|a, b| {
        let (one, other) = (number(a), number(b));
        let by_value = (one, a["id"].as_str()).cmp(&(other, b["id"].as_str()));
        let by_value = if is_descending { by_value.reverse() } else { by_value };
        one.is_none().cmp(&other.is_none()).then(by_value)
    });
    rows
}

#[tokio::test]
async fn prospects_are_found_by_what_is_known_of_them_and_sorted_either_way() {
    let lab = Lab::start().await;
    let request = lab.create(NewLeadRequest { max_results: 8, ..NewLeadRequest::of(DESCRIPTION) }).await;
    lab.finish(&request).await;
    let none = Value::Null;
    let all = listed(&lab.admin, PROSPECTS, &none, &none).await;
    let rows = prospect::Entity::find().count(&lab.test.database.connect().await).await.unwrap();
    assert_eq!(all.len() as u64, rows);
    let (best, next) = (all[0]["id"].clone(), all[1]["id"].clone());
    let save = "mutation($i: ProspectSaveInput!) { prospectSave(input: $i) { lead { id } } }";
    let lead =
        lab.admin.ask(save, json!({ "i": { "id": best } })).await["prospectSave"]["lead"]["id"].clone();
    let dismiss = "mutation($i: ProspectDismissInput!) { prospectDismiss(input: $i) { id } }";
    lab.admin.ask(dismiss, json!({ "i": { "id": next } })).await;
    let all = listed(&lab.admin, PROSPECTS, &none, &none).await;
    assert_eq!(all.iter().filter(|person| person["rank"].is_number()).count(), 8);
    assert!(all.len() > 8, "some were found and are not among the results");

    let id = request.id.shown();
    choose(&lab, &all, (id.as_str(), &lead)).await;
    for (order, field, is_descending) in [
        (none, "rank", false),
        (json!({ "direction": "DESC" }), "rank", true),
        (json!({ "field": "SCORE", "direction": "DESC" }), "score", true),
        (json!({ "field": "SCORE", "direction": "ASC" }), "score", false),
        (json!({ "field": "CREATED_AT", "direction": "DESC" }), "createdAt", true),
    ] {
        let found = listed(&lab.admin, PROSPECTS, &Value::Null, &order).await;
        assert_eq!(ids(&found), ids(&sorted(&all, field, is_descending)), "{order}");
    }
    let answer = lab.admin.gql(PROSPECTS, json!({ "o": { "field": "SCORE" } })).await;
    assert!(answer["errors"].is_array(), "which way the best lie has to be said: {answer}");
    let other = lab.test.agency("other").await;
    let theirs = json!({ "leadRequestId": { "eq": id } });
    assert!(listed(&other, PROSPECTS, &theirs, &Value::Null).await.is_empty());
}

/// Each filter finds those of whom it is true, and nobody else.
async fn choose(lab: &Lab, all: &[Value], (request, lead): (&str, &Value)) {
    let those = |is: &dyn Fn(&Value) -> bool| -> Vec<Value> {
        all.iter().filter(|person| is(person)).cloned().collect()
    };
    let rung = all.iter().map(|person| &person["seniority"]).find(|rung| rung.is_string()).expect("some");
    let top = all[0]["score"].as_i64().expect("the best has a score");
    let is_below = |person: &Value| person["score"].as_i64().is_some_and(|score| score < top);
    let is_as_good = |person: &Value| person["score"].as_i64().is_some_and(|score| score >= top);
    let is_ranked = |person: &Value| person["rank"].is_number();
    for (filter, wanted) in [
        (json!({ "isRanked": true }), those(&is_ranked)),
        (json!({ "isRanked": false }), those(&|person| !is_ranked(person))),
        (json!({ "isDismissed": true }), vec![all[1].clone()]),
        (json!({ "isDismissed": false }), those(&|person| person["dismissedAt"].is_null())),
        (json!({ "leadId": { "eq": lead } }), vec![all[0].clone()]),
        (json!({ "leadId": { "isNull": true } }), those(&|person| person["lead"].is_null())),
        (json!({ "seniority": { "eq": rung } }), those(&|person| person["seniority"] == *rung)),
        (json!({ "seniority": { "in": [rung] } }), those(&|person| person["seniority"] == *rung)),
        (json!({ "seniority": { "not": rung } }), those(&|person| person["seniority"] != *rung)),
        (json!({ "seniority": { "isNull": true } }), those(&|person| person["seniority"].is_null())),
        (json!({ "country": { "eq": "US" } }), those(&|person| person["country"] == "US")),
        (json!({ "country": { "not": "US" } }), those(&|person| person["country"] != "US")),
        (json!({ "score": { "lt": top } }), those(&is_below)),
        (json!({ "score": { "between": { "from": top, "to": 100 } } }), those(&is_as_good)),
        (json!({ "leadRequestId": { "eq": request } }), all.to_vec()),
        (json!({ "leadRequestId": { "not": request } }), vec![]),
        (json!({ "workspaceId": { "eq": lab.admin.workspace_id() } }), all.to_vec()),
        (json!({ "workspaceId": { "not": lab.admin.workspace_id() } }), vec![]),
        (
            json!({ "and": [{ "isRanked": true }, { "score": { "lt": top } }] }),
            those(&|person| is_ranked(person) && is_below(person)),
        ),
        (
            json!({ "or": [{ "isDismissed": true }, { "leadId": { "isNull": false } }] }),
            vec![all[0].clone(), all[1].clone()],
        ),
        (json!({ "not": { "isRanked": true } }), those(&|person| !is_ranked(person))),
    ] {
        let found = listed(&lab.admin, PROSPECTS, &filter, &Value::Null).await;
        assert_eq!(ids(&found), ids(&wanted), "{filter}");
    }
}

#[tokio::test]
async fn requests_come_newest_first_and_by_filter() {
    let t = TestApp::start().await;
    let (ada, eve) = (t.agency("acme").await, t.agency("evil").await);
    let second = leadwire::graphql::Id(make::workspace(&t, &ada).await).text();
    let create = "mutation($i: LeadRequestCreateInput!) { leadRequestCreate(input: $i) { id } }";
    let (mut made, mut times) = (vec![], vec![]);
    for (at, workspace) in [ada.workspace_id(), second.clone(), ada.workspace_id()].iter().enumerate() {
        t.advance(TimeDelta::minutes(1));
        let input = json!({ "description": DESCRIPTION, "workspaceId": workspace, "maxResults": at + 1 });
        let id = ada.ask(create, json!({ "i": input })).await["leadRequestCreate"]["id"].clone();
        made.push(id.as_str().expect("an id").to_owned());
        times.push(t.app.now().to_rfc3339());
    }
    let cancel = "mutation($i: LeadRequestCancelInput!) { leadRequestCancel(input: $i) { status } }";
    ada.ask(cancel, json!({ "i": { "id": made[0] } })).await;
    let [first, middle, last] = [&made[0], &made[1], &made[2]];
    let none = Value::Null;
    let all = listed(&ada, REQUESTS, &none, &none).await;
    assert_eq!(ids(&all), [last, middle, first]);
    let oldest = json!({ "id": first, "status": "CANCELLED", "description": DESCRIPTION,
        "workspaceId": ada.workspace_id(), "maxResults": 1 });
    assert_eq!(all[2], oldest);
    let up = listed(&ada, REQUESTS, &none, &json!({ "field": "CREATED_AT", "direction": "ASC" })).await;
    assert_eq!(ids(&up), [first, middle, last]);
    for (filter, wanted) in [
        (json!({ "status": { "eq": "CANCELLED" } }), vec![first]),
        (json!({ "status": { "not": "CANCELLED" } }), vec![last, middle]),
        (json!({ "status": { "in": ["COMPLETED", "FAILED"] } }), vec![]),
        (json!({ "workspaceId": { "eq": second } }), vec![middle]),
        (json!({ "createdAt": { "gt": times[0], "lte": times[1] } }), vec![middle]),
        (json!({ "createdAt": { "between": { "from": times[1], "to": times[2] } } }), vec![last, middle]),
        (
            json!({ "and": [{ "status": { "eq": "QUEUED" } }, { "createdAt": { "gte": times[2] } }] }),
            vec![last],
        ),
        (
            json!({ "or": [{ "status": { "eq": "CANCELLED" } }, { "workspaceId": { "eq": second } }] }),
            vec![middle, first],
        ),
        (json!({ "not": { "workspaceId": { "eq": second } } }), vec![last, first]),
    ] {
        assert_eq!(ids(&listed(&ada, REQUESTS, &filter, &none).await), wanted, "{filter}");
    }
    let theirs = json!({ "workspaceId": { "eq": second } });
    assert!(listed(&eve, REQUESTS, &theirs, &none).await.is_empty());
    assert!(listed(&eve, REQUESTS, &none, &none).await.is_empty());
}
