use super::desk::done;
use crate::support::{actor::Actor, app::TestApp, make, stream::Follower};
use entity::membership::Role;
use serde_json::{Value, json};

const FOLLOW: &str = "subscription($f: TaskChangesFilter, $a: Cursor) { taskChanges(filter: $f, after: $a) {
    cursor kind taskId task { title assignee { id } } changes { field from to } } }";
const ROOT: &str = "taskChanges";

async fn member(who: &Actor) -> Value {
    who.ask("{ viewer { memberships { id } } }", json!({})).await["viewer"]["memberships"][0]["id"].clone()
}

#[tokio::test]
async fn who_has_to_do_it_hears_of_it_and_who_had_to_hears_that_it_is_gone() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let rob = ada.colleague(Role::Researcher).await;
    let (me, his) = (member(&ada).await, member(&rob).await);
    let lead = make::lead(&t, &ada, "Jane").await;
    let now = Follower::now(&ada).await;
    let open = async |filter| Follower::open(&ada, FOLLOW, json!({ "f": filter, "a": now })).await;
    let (mut all, mut mine) = (open(json!({})).await, open(json!({ "assigneeId": me })).await);
    let (mut robs, mut janes) =
        (open(json!({ "assigneeId": his })).await, open(json!({ "leadId": lead })).await);
    let call =
        done(&rob, "taskCreate", json!({ "title": "Call", "assigneeId": me }), "id").await["id"].clone();
    done(&ada, "taskReassign", json!({ "id": call, "assigneeId": his }), "id").await;
    done(&rob, "taskComplete", json!({ "id": call }), "id").await;
    let made = mine.next(ROOT).await;
    assert_eq!(
        (&made["kind"], &made["taskId"], &made["task"]["title"]),
        (&json!("TASK_CREATED"), &call, &json!("Call"))
    );
    let given = mine.next(ROOT).await;
    assert_eq!(given["changes"], json!([{ "field": "assignee", "from": me, "to": his }]));
    assert!(mine.is_silent().await, "what became of it is not mine any more");
    assert_eq!(robs.next(ROOT).await["kind"], "TASK_REASSIGNED");
    assert_eq!(robs.next(ROOT).await["kind"], "TASK_COMPLETED");
    for kind in ["TASK_CREATED", "TASK_REASSIGNED", "TASK_COMPLETED"] {
        assert_eq!(all.next(ROOT).await["kind"], kind);
    }
    done(&ada, "taskCreate", json!({ "title": "Write", "leadId": lead }), "id").await;
    assert_eq!(janes.next(ROOT).await["kind"], "TASK_CREATED");
    let mut again = Follower::open(&ada, FOLLOW, json!({ "a": made["cursor"] })).await;
    assert_eq!(again.next(ROOT).await["kind"], "TASK_REASSIGNED", "replayed after the cursor");
}

#[tokio::test]
async fn others_hear_nothing() {
    let t = TestApp::start().await;
    let (ada, eve) = (t.agency("acme").await, t.agency("evil").await);
    let cleo = ada.client().await;
    let mut theirs = Follower::open(&eve, FOLLOW, json!({})).await;
    let mut clients = Follower::open(&cleo, FOLLOW, json!({})).await;
    done(&ada, "taskCreate", json!({ "title": "Call" }), "id").await;
    assert!(theirs.is_silent().await && clients.is_silent().await);
    assert_eq!(Follower::refused(&t.stranger(), FOLLOW, json!({})).await, "UNAUTHENTICATED");
}
