use super::support::NOTIFICATION;
use crate::{
    hooks::support::lax,
    jobs::support,
    support::{
        actor::Actor,
        app::TestApp,
        scripted::{Canned, Scripted},
        stream::Follower,
    },
};
use entity::membership::Role;
use serde_json::{Value, json};

fn follow() -> String {
    format!(
        "subscription($after: Cursor) {{ notifications(after: $after) {{ cursor kind at snapshot changes {{ field }} notification {{ {NOTIFICATION} }} }} }}"
    )
}

async fn following(who: &Actor, after: Value) -> Follower {
    Follower::open(who, &follow(), json!({ "after": after })).await
}

#[tokio::test]
async fn each_hears_their_own_as_it_happens_and_what_they_missed() {
    let t = support::start().await;
    let ada = t.agency("acme").await;
    let rob = ada.colleague(Role::Researcher).await;
    let from = Follower::now(&rob).await;
    let mut his = following(&rob, from.clone()).await;
    let mut hers = following(&ada, from.clone()).await;
    let job = t.job(&rob, 1, true).await;
    t.run_tasks().await;
    let first = his.next("notifications").await;
    assert_eq!(first["notification"]["subjectId"], json!(job.id));
    assert_eq!(first["cursor"], first["notification"]["cursor"]);
    assert_eq!((&first["kind"], &first["snapshot"]), (&json!("JOB_COMPLETED"), &json!(false)));
    assert_eq!((&first["at"], &first["changes"]), (&first["notification"]["createdAt"], &json!([])));
    assert!(hers.is_silent().await, "his are his");
    drop(his);
    let missed = t.job(&rob, 1, true).await;
    t.run_tasks().await;
    let mut again = following(&rob, first["cursor"].clone()).await;
    assert_eq!(again.next("notifications").await["notification"]["subjectId"], json!(missed.id));
    assert!(again.is_silent().await, "nothing twice");
    let eve = t.agency("other").await;
    let refused = Follower::refused(&eve, &follow(), json!({ "after": first["cursor"] })).await;
    assert_eq!(refused, "BAD_USER_INPUT", "a cursor of another agency");
}

#[tokio::test]
async fn an_endpoint_that_is_switched_off_is_told_to_admins() {
    let receiver = Scripted::start(vec![Canned::empty(410)]).await;
    let t = TestApp::with(lax()).await;
    let ada = t.agency("acme").await;
    let rob = ada.colleague(Role::Researcher).await;
    let (id, _) = ada.hook(receiver.url().as_str(), &["LEAD_CREATED"]).await;
    let mut live = following(&ada, Follower::now(&ada).await).await;
    rob.new_lead("Ana").await;
    t.run_tasks().await;
    let told = live.next("notifications").await["notification"].clone();
    assert_eq!((&told["kind"], &told["level"]), (&json!("WEBHOOK_DISABLED"), &json!("WARNING")));
    assert_eq!(told["subjectId"], json!(id));
    assert!(rob.notifications().await.is_empty());
    ada.set_hook(json!({ "id": id, "status": "ENABLED" })).await;
    ada.set_hook(json!({ "id": id, "status": "DISABLED" })).await;
    assert_eq!(ada.notifications().await.len(), 1, "what people do themselves is no news");
}
