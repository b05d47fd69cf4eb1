//! The overview as it changes.

use super::support::{contact, join, lead};
use crate::{
    crm::desk::{campaign, done},
    support::{actor::Actor, app::TestApp, make, stream::Follower},
};
use chrono::TimeDelta;
use leadwire::{graphql::Id, kernel::projection};
use serde_json::{Value, json};

const FOLLOW: &str =
    "subscription($after: Cursor, $r: AnalyticsRangeInput) { analyticsOverview(after: $after, range: $r) {
    cursor kind at snapshot changes { field from to } overview { leads { total new contacted } asOf } } }";

async fn following(who: &Actor, after: Value) -> Follower {
    Follower::open(who, FOLLOW, json!({ "after": after, "r": { "last": "LAST_7_DAYS" } })).await
}

#[tokio::test]
async fn it_begins_with_how_things_are_and_goes_on_when_something_happened() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    lead(&ada, "A").await;
    projection::catch_up(&t.app).await.unwrap();
    let mut live = following(&ada, Value::Null).await;
    let first = live.next("analyticsOverview").await;
    assert_eq!((&first["snapshot"], &first["overview"]["leads"]["total"]), (&json!(true), &json!(1)));
    assert!(live.is_silent().await, "nothing happened");
    t.advance(TimeDelta::minutes(1));
    let id = lead(&ada, "B").await;
    contact(&ada, &id).await;
    projection::catch_up(&t.app).await.unwrap();
    let next = live.next("analyticsOverview").await;
    assert_eq!((&next["snapshot"], &next["kind"]), (&json!(false), &json!("SNAPSHOT")));
    assert_eq!(first["changes"], json!([]));
    assert_eq!(
        next["changes"],
        json!([
            { "field": "leads.total", "from": 1, "to": 2 },
            { "field": "leads.new", "from": 1, "to": 2 },
            { "field": "leads.contacted", "from": 0, "to": 1 },
        ])
    );
    assert_eq!(
        next["overview"]["leads"],
        json!({ "total": 2, "new": 2, "contacted": 1 }),
        "both in one message"
    );
    assert_eq!(next["overview"]["asOf"], "2026-11-02T09:01:00+00:00");
    assert_ne!(next["cursor"], first["cursor"]);
    assert!(live.is_silent().await);
}

#[tokio::test]
async fn who_was_away_is_told_when_something_happened_meanwhile_and_only_then() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    lead(&ada, "A").await;
    projection::catch_up(&t.app).await.unwrap();
    let known = following(&ada, Value::Null).await.next("analyticsOverview").await["cursor"].clone();
    let mut again = following(&ada, known.clone()).await;
    assert!(again.is_silent().await, "nothing happened meanwhile");
    drop(again);
    lead(&ada, "B").await;
    projection::catch_up(&t.app).await.unwrap();
    let missed = following(&ada, known.clone()).await.next("analyticsOverview").await;
    assert_eq!((&missed["snapshot"], &missed["overview"]["leads"]["new"]), (&json!(false), &json!(2)));
    let eve = t.agency("evil").await;
    let refused = Follower::refused(&eve, FOLLOW, json!({ "after": known })).await;
    assert_eq!(refused, "BAD_USER_INPUT", "a cursor of another agency");
    let absurd = json!({ "r": { "from": "2026-11-02T09:00:00Z", "to": "2026-11-01T09:00:00Z" } });
    assert_eq!(Follower::refused(&ada, FOLLOW, absurd).await, "BAD_USER_INPUT");
    assert_eq!(Follower::refused(&ada, FOLLOW, json!({ "after": "nonsense" })).await, "BAD_USER_INPUT");
}

#[tokio::test]
async fn a_client_is_not_told_of_what_happens_where_they_see_nothing() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let theirs = campaign(&ada, "Theirs").await;
    let cleo = ada.client().await;
    let member =
        cleo.ask("{ viewer { member { id } } }", Value::Null).await["viewer"]["member"]["id"].clone();
    let grant = json!({ "campaignId": theirs, "memberId": member });
    done(&ada, "campaignAccessGrant", grant, "__typename").await;
    projection::catch_up(&t.app).await.unwrap();
    let mut live = following(&cleo, Value::Null).await;
    let first = live.next("analyticsOverview").await;
    assert_eq!(first["overview"]["leads"]["total"], 0);
    let id = lead(&ada, "Somebody").await;
    contact(&ada, &id).await;
    projection::catch_up(&t.app).await.unwrap();
    assert!(live.is_silent().await, "nobody in their campaign");
    join(&ada, &theirs, &[&id]).await;
    projection::catch_up(&t.app).await.unwrap();
    let next = live.next("analyticsOverview").await;
    assert_eq!(next["overview"]["leads"], json!({ "total": 1, "new": 1, "contacted": 0 }));
    done(&ada, "leadUpdate", json!({ "id": id, "title": "Head" }), "id").await;
    projection::catch_up(&t.app).await.unwrap();
    assert!(live.is_silent().await, "no number moved");
}

#[tokio::test]
async fn of_one_workspace_it_tells_what_happens_there_and_nothing_else() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let (first, second) = (ada.workspace_id(), Id(make::workspace(&t, &ada).await).text());
    let person = async |workspace: &str| {
        done(&ada, "leadCreate", json!({ "fullName": "Jane Doe", "workspaceId": workspace }), "id").await;
        projection::catch_up(&t.app).await.unwrap();
    };
    person(&first).await;
    person(&second).await;
    person(&second).await;
    let query = "subscription($w: ID) { analyticsOverview(workspaceId: $w, range: { last: LAST_7_DAYS }) {
        snapshot overview { leads { total } } } }";
    let mut there = Follower::open(&ada, query, json!({ "w": second })).await;
    let mut all = Follower::open(&ada, query, json!({})).await;
    let told = |is_snapshot: bool, total: i64| json!({ "snapshot": is_snapshot, "overview": { "leads": { "total": total } } });
    assert_eq!(there.next("analyticsOverview").await, told(true, 2));
    assert_eq!(all.next("analyticsOverview").await, told(true, 3));
    person(&first).await;
    assert_eq!(all.next("analyticsOverview").await, told(false, 4));
    assert!(there.is_silent().await, "that was elsewhere");
    person(&second).await;
    assert_eq!(there.next("analyticsOverview").await, told(false, 3));
    let eve = t.agency("evil").await;
    assert_eq!(Follower::refused(&eve, query, json!({ "w": second })).await, "NOT_FOUND");
}
