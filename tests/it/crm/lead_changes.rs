use super::support::{done, lead, nobody, run};
use crate::support::{app::TestApp, stream::Follower};
use serde_json::json;

const FOLLOW: &str = "subscription($f: LeadChangesFilter, $a: Cursor) { leadChanges(filter: $f, after: $a) {
    cursor kind snapshot leadId lead { fullName status } changes { field from to } } }";

#[tokio::test]
async fn changes_come_in_order_and_without_personal_values() {
    let t = TestApp::start().await;
    let (ada, eve) = (t.agency("acme").await, t.agency("evil").await);
    let mut all = Follower::open(&ada, FOLLOW, json!({ "a": Follower::now(&ada).await })).await;
    lead(&eve, json!({ "fullName": "Eve Evil" })).await;
    let jane = lead(&ada, json!({ "fullName": "Jane Doe" })).await;
    done(&ada, "leadUpdate", json!({ "id": jane["id"], "title": "CTO", "priority": "HIGH" })).await;
    done(&ada, "leadQualify", json!({ "id": jane["id"] })).await;
    let made = all.next("leadChanges").await;
    assert_eq!((&made["kind"], &made["leadId"]), (&json!("LEAD_CREATED"), &jane["id"]));
    assert_eq!((&made["snapshot"], &made["lead"]["fullName"]), (&json!(false), &json!("Jane Doe")));
    let updated = all.next("leadChanges").await;
    let expected = json!([
        { "field": "title", "from": null, "to": null },
        { "field": "priority", "from": "MEDIUM", "to": "HIGH" },
    ]);
    assert_eq!(updated["changes"], expected);
    let qualified = all.next("leadChanges").await;
    assert_eq!(
        (&qualified["kind"], &qualified["lead"]["status"]),
        (&json!("LEAD_STATUS_CHANGED"), &json!("QUALIFIED"))
    );
    assert_eq!(qualified["changes"][0], json!({ "field": "status", "from": "NEW", "to": "QUALIFIED" }));
    done(&ada, "leadDelete", json!({ "id": jane["id"] })).await;
    let gone = all.next("leadChanges").await;
    assert_eq!((&gone["kind"], &gone["lead"]), (&json!("LEAD_DELETED"), &json!(null)));
    let mut again = Follower::open(&ada, FOLLOW, json!({ "a": made["cursor"] })).await;
    for kind in ["LEAD_UPDATED", "LEAD_STATUS_CHANGED", "LEAD_DELETED"] {
        assert_eq!(again.next("leadChanges").await["kind"], kind, "replayed after the cursor");
    }
}

#[tokio::test]
async fn a_filter_chooses_by_how_the_lead_was_at_the_event() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let jane = lead(&ada, json!({ "fullName": "Jane Doe" })).await;
    let now = Follower::now(&ada).await;
    let open = |filter| Follower::open(&ada, FOLLOW, json!({ "f": filter, "a": now }));
    let mut qualified = open(json!({ "statuses": ["QUALIFIED"] })).await;
    let mut janes = open(json!({ "ids": [jane["id"]], "kinds": ["LEAD_TAGGED", "LEAD_CONTACTED"] })).await;
    let mut elsewhere = open(json!({ "workspaceId": nobody("workspace_") })).await;
    let john = lead(&ada, json!({ "fullName": "John Roe" })).await;
    done(&ada, "leadTag", json!({ "id": john["id"], "tags": ["x"] })).await;
    done(&ada, "leadQualify", json!({ "id": john["id"] })).await;
    run(&ada, "leadRecordContact", json!({ "id": jane["id"], "channel": "EMAIL" }), "id").await;
    let first = qualified.next("leadChanges").await;
    assert_eq!((&first["leadId"], &first["kind"]), (&john["id"], &json!("LEAD_STATUS_CHANGED")));
    let first = janes.next("leadChanges").await;
    assert_eq!((&first["leadId"], &first["kind"]), (&jane["id"], &json!("LEAD_CONTACTED")));
    assert!(elsewhere.is_silent().await);
}

#[tokio::test]
async fn others_see_nothing_and_a_strange_cursor_is_refused() {
    let t = TestApp::start().await;
    let (ada, eve) = (t.agency("acme").await, t.agency("evil").await);
    let client = ada.client().await;
    let mut theirs = Follower::open(&eve, FOLLOW, json!({})).await;
    let mut clients = Follower::open(&client, FOLLOW, json!({})).await;
    let mut mine = Follower::open(&ada, FOLLOW, json!({ "a": Follower::now(&ada).await })).await;
    lead(&ada, json!({ "fullName": "Jane Doe" })).await;
    let cursor = mine.next("leadChanges").await["cursor"].clone();
    assert!(theirs.is_silent().await);
    assert!(clients.is_silent().await);
    assert_eq!(Follower::refused(&eve, FOLLOW, json!({ "a": cursor })).await, "BAD_USER_INPUT");
    assert_eq!(Follower::refused(&ada, FOLLOW, json!({ "a": "nonsense" })).await, "BAD_USER_INPUT");
    assert_eq!(Follower::refused(&t.stranger(), FOLLOW, json!({})).await, "UNAUTHENTICATED");
}
