use super::desk::{board, board_of, done, must_refuse, newest, text, told, typed};
use crate::support::{app::TestApp, make, rows::noon};
use entity::{
    activity::{self, ActivityKind},
    event_kind::EventKind,
    ids::{LeadId, PipelineId, TypedId},
    lead,
    membership::Role,
};
use leadwire::{
    crm::cards::{self, Outcome},
    kernel::tx::Tx,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::json;

const CARD: &str = "id pipeline { id } stage { name } owner { id } status notes valueMicros currency version
    enteredStageAt lastActivityAt prospectId inviteSentAt externalCampaign { id }
    history { nodes { fromName toName reason actorType actorId at } }";

async fn activities(t: &TestApp, lead: &str) -> Vec<(ActivityKind, String)> {
    let of = activity::Entity::find().filter(activity::Column::LeadId.eq(typed::<LeadId>(lead)));
    let rows = of.order_by_asc(activity::Column::Id).all(&t.database.connect().await).await.unwrap();
    rows.into_iter().map(|row| (row.kind, row.summary)).collect()
}

#[tokio::test]
async fn a_lead_is_put_on_a_board() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let rob = ada.colleague(Role::Researcher).await;
    let member = rob.ask("{ viewer { member { id } } }", json!({})).await["viewer"]["member"]["id"].clone();
    let (b, lead) = (board(&ada).await, make::lead(&t, &ada, "Ana").await);
    let known = newest(&t, &ada).await;
    let input = json!({ "pipelineId": b.id, "leadId": lead, "ownerId": member, "notes": " Warm ",
        "valueMicros": 5_000_000_000_i64, "currency": "EUR" });
    let card = done(&rob, "pipelineCardCreate", input, CARD).await;
    assert_eq!((&card["pipeline"]["id"], &card["stage"]["name"]), (&json!(b.id), &json!("To Contact")));
    assert_eq!((&card["owner"]["id"], &card["status"]), (&member, &json!("OPEN")));
    assert_eq!((&card["notes"], &card["version"]), (&json!("Warm"), &json!(1)));
    assert_eq!((&card["valueMicros"], &card["currency"]), (&json!(5_000_000_000_i64), &json!("EUR")));
    assert_eq!(card["enteredStageAt"], "2026-11-02T09:00:00+00:00");
    let actor = format!("actor_{}", member.as_str().unwrap().trim_start_matches("member_"));
    let first = json!([{ "fromName": null, "toName": "To Contact", "reason": null, "actorType": "USER",
        "actorId": actor, "at": "2026-11-02T09:00:00+00:00" }]);
    assert_eq!(card["history"]["nodes"], first);
    assert_eq!(told(&t, &ada, known).await, [EventKind::PipelineCardCreated]);
    let line = (ActivityKind::CardCreated, "Put on “Board” in “To Contact”".to_owned());
    assert_eq!(activities(&t, &lead).await, [line]);
}

#[tokio::test]
async fn a_lead_is_on_a_board_once() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let (b, lead) = (board(&ada).await, make::lead(&t, &ada, "Ana").await);
    let card = b.card(&ada, &lead, 0).await;
    let again = json!({ "pipelineId": b.id, "leadId": lead, "stageId": b.stages[1] });
    let said: &[&str] = &[&card, "pipelineCardMove"];
    must_refuse(&t, &ada, "pipelineCardCreate", again, ("CONFLICT", said)).await;
    board(&ada).await.card(&ada, &lead, 1).await;
}

#[tokio::test]
async fn what_cannot_be_put_on_a_board_is_refused() {
    let t = TestApp::start().await;
    let (ada, eve) = (t.agency("acme").await, t.agency("evil").await);
    let (b, lead) = (board(&ada).await, make::lead(&t, &ada, "Ana").await);
    let refuse = async |more: serde_json::Value, expected: (&str, &[&str])| {
        let mut input = json!({ "pipelineId": b.id, "leadId": lead });
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        must_refuse(&t, &ada, "pipelineCardCreate", input, expected).await;
    };
    let second = make::workspace(&t, &ada).await;
    let far =
        make::lead_with(&t, &ada, "Far", |row| lead::ActiveModel { workspace_id: Set(second), ..row }).await;
    let old =
        make::lead_with(&t, &ada, "Old", |row| lead::ActiveModel { deleted_at: Set(Some(noon())), ..row })
            .await;
    let theirs = make::lead(&t, &eve, "Theirs").await;
    refuse(json!({ "leadId": far }), ("BAD_USER_INPUT", &["leadId", "workspace"])).await;
    refuse(json!({ "leadId": old }), ("NOT_FOUND", &["lead"])).await;
    refuse(json!({ "leadId": theirs }), ("NOT_FOUND", &["lead"])).await;
    refuse(json!({ "leadId": b.id }), ("", &["lead_"])).await;
    refuse(json!({ "ownerId": eve_member(&eve).await }), ("NOT_FOUND", &["membership"])).await;
    let bad = json!({ "notes": "x".repeat(10_001), "valueMicros": -1, "currency": "euro" });
    refuse(bad, ("BAD_USER_INPUT", &["notes", "valueMicros", "currency"])).await;
    refuse(json!({ "valueMicros": 1.5 }), ("", &["Micros"])).await;
}

async fn eve_member(eve: &crate::support::actor::Actor) -> serde_json::Value {
    eve.ask("{ viewer { member { id } } }", json!({})).await["viewer"]["member"]["id"].clone()
}

#[tokio::test]
async fn a_stage_of_another_board_is_refused() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let (b, other) = (board(&ada).await, board_of(&ada, &["A"]).await);
    let lead = make::lead(&t, &ada, "Ana").await;
    let input = json!({ "pipelineId": b.id, "leadId": lead, "stageId": other.stages[0] });
    must_refuse(&t, &ada, "pipelineCardCreate", input, ("BAD_USER_INPUT", &["stageId"])).await;
}

#[tokio::test]
async fn what_is_noted_about_a_card_changes() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let (b, lead) = (board(&ada).await, make::lead(&t, &ada, "Ana").await);
    let id = b.card(&ada, &lead, 0).await;
    let known = newest(&t, &ada).await;
    let input = json!({ "id": id, "notes": "Call", "valueMicros": 7, "ownerId": eve_member(&ada).await, "expectedVersion": 1 });
    let fields = "notes valueMicros currency owner { role } version";
    let is = done(&ada, "pipelineCardUpdate", input.clone(), fields).await;
    let expected = json!({ "notes": "Call", "valueMicros": 7, "currency": "USD", "owner": { "role": "AGENCY_ADMIN" }, "version": 2 });
    assert_eq!(is, expected);
    let cleared = json!({ "id": id, "notes": null, "ownerId": null });
    let is = done(&ada, "pipelineCardUpdate", cleared.clone(), fields).await;
    assert_eq!(
        is,
        json!({ "notes": null, "valueMicros": 7, "currency": "USD", "owner": null, "version": 3 })
    );
    done(&ada, "pipelineCardUpdate", cleared, fields).await;
    assert_eq!(told(&t, &ada, known).await, [EventKind::PipelineCardUpdated; 2]);
    must_refuse(&t, &ada, "pipelineCardUpdate", input, ("CONFLICT", &["version is 3"])).await;
    let bad = json!({ "id": id, "currency": null, "valueMicros": 9_007_199_254_740_992_i64 });
    must_refuse(&t, &ada, "pipelineCardUpdate", bad, ("BAD_USER_INPUT", &["currency", "valueMicros"])).await;
}

#[tokio::test]
async fn a_card_is_taken_off_and_the_lead_stays() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let (b, lead) = (board(&ada).await, make::lead(&t, &ada, "Ana").await);
    let id = b.card(&ada, &lead, 0).await;
    let known = newest(&t, &ada).await;
    let stale = json!({ "id": id, "expectedVersion": 2 });
    must_refuse(&t, &ada, "pipelineCardRemove", stale, ("CONFLICT", &["version is 1"])).await;
    let gone = done(&ada, "pipelineCardRemove", json!({ "id": id }), "id stage { name }").await;
    assert_eq!((&gone["id"], &gone["stage"]["name"]), (&json!(id), &json!("To Contact")));
    assert_eq!(told(&t, &ada, known).await, [EventKind::PipelineCardRemoved]);
    assert!(b.cards(&ada).await.concat().is_empty());
    let last = activities(&t, &lead).await.pop().unwrap();
    assert_eq!(last, (ActivityKind::CardRemoved, "Taken off “Board”".to_owned()));
    must_refuse(&t, &ada, "pipelineCardRemove", json!({ "id": id }), ("NOT_FOUND", &["pipeline card"])).await;
    b.card(&ada, &lead, 0).await;
}

#[tokio::test]
async fn others_see_and_change_nothing() {
    let t = TestApp::start().await;
    let (ada, eve) = (t.agency("acme").await, t.agency("evil").await);
    let client = ada.client().await;
    let (b, lead) = (board(&ada).await, make::lead(&t, &ada, "Ana").await);
    let id = b.card(&ada, &lead, 0).await;
    for name in ["pipelineCardMove", "pipelineCardUpdate", "pipelineCardRemove"] {
        let input = json!({ "id": id });
        must_refuse(&t, &eve, name, input.clone(), ("NOT_FOUND", &["No such pipeline card"])).await;
        must_refuse(&t, &client, name, input, ("FORBIDDEN", &["WRITE_BOARDS"])).await;
        must_refuse(&t, &ada, name, json!({ "id": lead }), ("", &["card_"])).await;
    }
    let input = json!({ "pipelineId": b.id, "leadId": make::lead(&t, &eve, "X").await });
    must_refuse(&t, &eve, "pipelineCardCreate", input.clone(), ("NOT_FOUND", &["pipeline"])).await;
    must_refuse(&t, &client, "pipelineCardCreate", input, ("FORBIDDEN", &["WRITE_BOARDS"])).await;
}

#[tokio::test]
async fn another_domain_puts_a_lead_on_a_board_in_its_own_unit_of_work() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let (b, lead) = (board(&ada).await, make::lead(&t, &ada, "Ana").await);
    let (pipeline, lead): (PipelineId, LeadId) = (typed(&b.id), typed(&lead));
    let mut tx = Tx::begin(&t.app, &ada.scope().await).await.unwrap();
    let (card, outcome) = cards::put(&mut tx, (pipeline, None), lead, None).await.unwrap();
    assert_eq!(outcome, Outcome::Created);
    let (same, outcome) = cards::put(&mut tx, (pipeline, None), lead, None).await.unwrap();
    assert_eq!((outcome, same.id), (Outcome::Existing, card.id));
    tx.commit().await.unwrap();
    assert_eq!(b.cards(&ada).await[0], [card.id.shown()]);
    let mut tx = Tx::begin(&t.app, &ada.scope().await).await.unwrap();
    assert_eq!(cards::put(&mut tx, (pipeline, None), lead, None).await.unwrap().1, Outcome::Existing);
    let unknown = cards::put(&mut tx, (PipelineId::new(), None), lead, None).await.unwrap_err();
    assert_eq!(unknown.code(), "NOT_FOUND");
    tx.commit().await.unwrap();
    let latest = cards::latest_of_leads(&t.app, &ada.scope().await, &[lead, LeadId::new()]).await.unwrap();
    assert_eq!(latest.len(), 1);
    assert_eq!(text(&json!(latest[&lead].id.shown())), card.id.shown());
}
