use crate::{
    jobs::support,
    support::actor::{Actor, code},
};
use chrono::TimeDelta;
use entity::{membership::Role, notification};
use leadwire::{connections, connectors::ConnectorError, graphql::Id, kernel::tx::Tx};
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::{Value, json};

#[tokio::test]
async fn whoever_asked_for_a_job_is_told_of_its_end_and_nobody_else() {
    let t = support::start().await;
    let (ada, eve) = (t.agency("acme").await, t.agency("other").await);
    let rob = ada.colleague(Role::Researcher).await;
    let good = t.job(&rob, 2, true).await;
    let bad = t.job_with(&rob, 3, true, json!({ "steps": 3, "failsAt": 2 })).await;
    t.run_tasks().await;
    let told = rob.notifications().await;
    let seen: Vec<_> = told.iter().map(|it| (it["kind"].as_str(), it["level"].as_str())).collect();
    assert_eq!(seen.len(), 2, "{told:#?}");
    assert!(seen.contains(&(Some("JOB_COMPLETED"), Some("SUCCESS"))), "{seen:?}");
    assert!(seen.contains(&(Some("JOB_FAILED"), Some("ERROR"))), "{seen:?}");
    let done = told.iter().find(|it| it["kind"] == "JOB_COMPLETED").unwrap();
    assert_eq!((&done["subjectType"], &done["subjectId"]), (&json!("JOB"), &json!(good.id)));
    assert_eq!(done["actionPath"], json!(format!("/jobs/{}", good.id)));
    assert!(told.iter().any(|it| it["subjectId"] == json!(bad.id)));
    assert!(ada.notifications().await.is_empty(), "an admin did not ask for them");
    assert!(eve.notifications().await.is_empty());
}

#[tokio::test]
async fn reading_is_ones_own_and_can_be_taken_back() {
    let t = support::start().await;
    let ada = t.agency("acme").await;
    let rob = ada.colleague(Role::Researcher).await;
    for _ in 0..3 {
        t.job(&rob, 1, true).await;
    }
    t.run_tasks().await;
    assert_eq!(rob.unread().await, 3);
    let id = rob.notifications().await[0]["id"].clone();
    t.advance(TimeDelta::minutes(1));
    let read = rob.mark(&id, true).await["data"]["notificationMarkRead"]["readAt"].clone();
    assert!(read.is_string());
    t.advance(TimeDelta::minutes(1));
    let again = rob.mark(&id, true).await;
    assert_eq!(again["data"]["notificationMarkRead"]["readAt"], read, "the first time counts");
    assert_eq!(rob.unread().await, 2);
    assert_eq!(code(&ada.mark(&id, false).await), "NOT_FOUND", "not even an admin's to know");
    rob.mark(&id, false).await;
    assert_eq!(rob.unread().await, 3);
    let all =
        "mutation($i: NotificationsMarkAllReadInput!) { notificationsMarkAllRead(input: $i) { count } }";
    let before = json!({ "i": { "until": "2026-01-01T00:00:00Z" } });
    assert_eq!(rob.ask(all, before).await["notificationsMarkAllRead"]["count"], 0);
    assert_eq!(ada.ask(all, json!({ "i": {} })).await["notificationsMarkAllRead"]["count"], 0);
    assert_eq!(rob.unread().await, 3, "hers are hers");
    assert_eq!(rob.ask(all, json!({ "i": {} })).await["notificationsMarkAllRead"]["count"], 3);
    assert_eq!(rob.unread().await, 0);
}

#[tokio::test]
async fn what_is_not_wanted_is_not_told() {
    let t = support::start().await;
    let ada = t.agency("acme").await;
    let rob = ada.colleague(Role::Researcher).await;
    let off = rob.prefer("JOB_COMPLETED", false).await;
    let off = off["data"]["notificationPreferencesUpdate"].as_array().unwrap().clone();
    assert_eq!(off.len(), 8, "every kind is answered for");
    assert_eq!(off.iter().filter(|it| it["isEnabled"] == json!(false)).count(), 1);
    t.job(&rob, 1, true).await;
    t.job(&ada, 1, true).await;
    t.run_tasks().await;
    assert_eq!((rob.unread().await, ada.unread().await), (0, 1), "it was his wish alone");
    rob.prefer("JOB_COMPLETED", true).await;
    t.job(&rob, 1, true).await;
    t.run_tasks().await;
    assert_eq!(rob.unread().await, 1, "what was not told is not told later");
    let key = ada.api_key(leadwire::kernel::permission::Permission::ALL).await;
    assert_eq!(code(&key.prefer("JOB_COMPLETED", true).await), "FORBIDDEN");
    assert!(key.notifications().await.is_empty());
}

/// The source, refused by its provider while a job uses it.
async fn break_source(of: &Actor, id: &str) {
    let mut tx = Tx::begin(of.app(), &of.scope().await).await.unwrap();
    let id = Id::read(id).unwrap().0;
    connections::refused(&mut tx, id, &ConnectorError::Unauthorized).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn a_source_that_breaks_is_told_to_admins_once() {
    let t = support::start().await;
    let ada = t.agency("acme").await;
    let (bea, rob) = (ada.colleague(Role::AgencyAdmin).await, ada.colleague(Role::Researcher).await);
    let gone = ada.colleague(Role::AgencyAdmin).await;
    let member =
        gone.ask("{ viewer { member { id } } }", Value::Null).await["viewer"]["member"]["id"].clone();
    let remove = "mutation($i: MemberRemoveInput!) { memberRemove(input: $i) { removedAt } }";
    ada.ask(remove, json!({ "i": { "id": member } })).await;
    let source = ada.hunter("hk_0001").await;
    ada.change(json!({ "id": source, "name": "Hunter, renamed" })).await;
    break_source(&ada, &source).await;
    break_source(&ada, &source).await;
    for admin in [&ada, &bea] {
        let told = admin.notifications().await;
        assert_eq!((told.len(), &told[0]["kind"]), (1, &json!("SOURCE_BROKEN")));
        assert_eq!(told[0]["subjectId"], json!(source));
        assert!(!told[0].to_string().contains("renamed"), "no words of theirs");
    }
    assert!(rob.notifications().await.is_empty());
    let all = notification::Entity::find().count(&t.database.connect().await).await.unwrap();
    assert_eq!(all, 2, "who left is told nothing");
}

#[tokio::test]
async fn a_task_is_told_to_whom_somebody_else_gave_it() {
    let t = support::start().await;
    let ada = t.agency("acme").await;
    let rob = ada.colleague(Role::Researcher).await;
    let me = |who: Value| who["viewer"]["member"]["id"].clone();
    let asks = "{ viewer { member { id } } }";
    let (mine, his) = (me(ada.ask(asks, Value::Null).await), me(rob.ask(asks, Value::Null).await));
    let create = "mutation($i: TaskCreateInput!) { taskCreate(input: $i) { id } }";
    let task = |title: &str, to: &Value| json!({ "i": { "title": title, "kind": "CALL", "assigneeId": to } });
    ada.ask(create, task("Call Naledi", &mine)).await;
    let given = ada.ask(create, task("Call Thandi", &his)).await["taskCreate"]["id"].clone();
    assert!(ada.notifications().await.is_empty(), "she gave it to herself");
    let told = rob.notifications().await;
    assert_eq!((told.len(), &told[0]["kind"], &told[0]["subjectId"]), (1, &json!("TASK_ASSIGNED"), &given));
    assert!(!told[0].to_string().contains("Thandi"));
    let reassign = "mutation($i: TaskReassignInput!) { taskReassign(input: $i) { id } }";
    rob.ask(reassign, json!({ "i": { "id": given, "assigneeId": mine } })).await;
    assert_eq!((ada.unread().await, rob.unread().await), (1, 1));
}

#[tokio::test]
async fn after_a_quarter_of_a_year_they_are_gone() {
    let t = support::start().await;
    let ada = t.agency("acme").await;
    t.job(&ada, 1, true).await;
    t.run_tasks().await;
    t.advance(TimeDelta::days(89));
    leadwire::kernel::housekeeping::run(&t.app).await.unwrap();
    assert_eq!(ada.notifications().await.len(), 1);
    t.advance(TimeDelta::days(2));
    leadwire::kernel::housekeeping::run(&t.app).await.unwrap();
    assert!(ada.notifications().await.is_empty());
}

#[tokio::test]
async fn who_became_a_client_hears_of_their_account_and_of_nothing_else() {
    let t = support::start().await;
    let ada = t.agency("acme").await;
    let rob = ada.colleague(Role::Researcher).await;
    let him = rob.ask("{ viewer { member { id } } }", Value::Null).await["viewer"]["member"]["id"].clone();
    let change = async |role: &str| {
        let update = "mutation($i: MemberUpdateRoleInput!) { memberUpdateRole(input: $i) { role } }";
        ada.ask(update, json!({ "i": { "id": him, "role": role } })).await;
    };
    t.job(&rob, 1, true).await;
    t.run_tasks().await;
    let old = rob.notifications().await.remove(0)["id"].clone();
    // This one ends when he may not know of it any more.
    let late = t.job_with(&rob, 3, true, json!({ "steps": 3, "failsAt": 2 })).await;
    change("CLIENT").await;
    t.run_tasks().await;
    assert!(rob.notifications().await.is_empty(), "neither what was told nor what would have been");
    assert_eq!((rob.unread().await, code(&rob.mark(&old, true).await)), (0, "NOT_FOUND"));
    let told = ada.notifications().await;
    assert_eq!(
        (told.len(), &told[0]["kind"], &told[0]["subjectId"]),
        (1, &json!("JOB_FAILED"), &json!(late.id))
    );

    let forgot = "mutation($i: PasswordResetRequestInput!) { passwordResetRequest(input: $i) }";
    t.stranger().ask(forgot, json!({ "i": { "email": rob.email } })).await;
    let deadline = tokio::time::Instant::now() + std::time::Duration::from_secs(10);
    while rob.unread().await == 0 {
        assert!(tokio::time::Instant::now() < deadline, "he is not told of his own account");
        tokio::task::yield_now().await;
    }
    let told = rob.notifications().await;
    assert_eq!((told.len(), &told[0]["kind"]), (1, &json!("ACCOUNT_SECURITY")));
    change("RESEARCHER").await;
    assert_eq!(rob.unread().await, 2, "his again, and what was kept from him is not told later");
}
