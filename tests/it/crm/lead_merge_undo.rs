//! An undone merge leaves two leads as they were, but for what was done to them since.

use super::{
    desk::{board, campaign, done, must_refuse, newest, told},
    lead_merge::metrics,
    support::lead,
};
use crate::support::{actor::Actor, app::TestApp};
use chrono::TimeDelta;
use entity::{
    event_kind::EventKind as E,
    suppression::{self, SuppressionKind, SuppressionSource},
};
use leadwire::{
    consent::{self, NewSuppression},
    kernel::tx::Tx,
};
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::{Value, json};

const SHOWN: &str =
    "fullName email phone title tags status qualification customFields company { name } assignedTo { id }
    campaign { id } card { id stage { id } } enrichments { id }";

async fn as_is(who: &Actor, id: &Value) -> Value {
    let query = format!(
        "query($id: ID!) {{ lead(id: $id) {{ {SHOWN} activities(first: 100) {{ nodes {{ summary }} }} }} }}"
    );
    who.ask(&query, json!({ "id": id })).await["lead"].clone()
}

async fn merge(who: &Actor, winner: &Value, loser: &Value) -> Value {
    let input = json!({ "winnerId": winner["id"], "loserId": loser["id"] });
    done(who, "leadMerge", input, "merge { id }").await["merge"]["id"].clone()
}

async fn undo(who: &Actor, id: &Value) -> Value {
    done(
        who,
        "leadMergeUndo",
        json!({ "id": id }),
        "winner { id email } loser { id email } merge { undoneAt }",
    )
    .await
}

#[tokio::test]
async fn everything_is_where_it_was() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let globex = done(&ada, "companyCreate", json!({ "name": "Globex" }), "id").await;
    let one = lead(&ada, json!({ "fullName": "Jane", "tags": ["a"], "customFields": { "x": 1 } })).await;
    let two = json!({ "fullName": "JD", "email": "jd@globex.com", "phone": "+27215550100", "tags": ["b"], "title": "CTO",
        "companyId": globex["id"], "customFields": { "y": 1 } });
    let two = lead(&ada, two).await;
    let (both, own) = (campaign(&ada, "Both").await, campaign(&ada, "Own").await);
    done(&ada, "campaignAddLeads", json!({ "id": both, "leadIds": [one["id"], two["id"]] }), "addedCount")
        .await;
    done(&ada, "campaignAddLeads", json!({ "id": own, "leadIds": [two["id"]] }), "addedCount").await;
    done(&ada, "leadQualify", json!({ "id": two["id"] }), "id").await;
    let list = done(&ada, "leadListCreate", json!({ "name": "L" }), "id").await["id"].clone();
    done(&ada, "leadListAddLeads", json!({ "id": list, "leadIds": [one["id"], two["id"]] }), "addedCount")
        .await;
    let (near, far) = (board(&ada).await, board(&ada).await);
    let card = near.card(&ada, one["id"].as_str().unwrap(), 0).await;
    near.card(&ada, two["id"].as_str().unwrap(), 1).await;
    far.card(&ada, two["id"].as_str().unwrap(), 0).await;
    done(&ada, "taskCreate", json!({ "title": "Call", "cardId": card }), "id").await;
    let before = [as_is(&ada, &one["id"]).await, as_is(&ada, &two["id"]).await];
    let numbers =
        [metrics(&ada, &both).await["metrics"].clone(), metrics(&ada, &own).await["metrics"].clone()];
    let boards = [near.cards(&ada).await, far.cards(&ada).await];
    let tasks = "{ tasks { nodes { title card { id } lead { id } } } }";
    let due = ada.ask(tasks, json!({})).await;

    let id = merge(&ada, &one, &two).await;
    assert_ne!(as_is(&ada, &one["id"]).await, before[0]);
    let known = newest(&t, &ada).await;
    t.advance(TimeDelta::days(29));
    let undone = undo(&ada, &id).await;
    assert!(undone["merge"]["undoneAt"].is_string());
    let mut after = [as_is(&ada, &one["id"]).await, as_is(&ada, &two["id"]).await];
    for (was, is) in before.iter().zip(&mut after) {
        let more: Vec<Value> = is["activities"]["nodes"].as_array().unwrap().clone();
        let (new, old) = more.split_at(more.len() - was["activities"]["nodes"].as_array().unwrap().len());
        assert!(!new.is_empty(), "what happened is remembered");
        is["activities"]["nodes"] = json!(old);
        assert_eq!(was, is);
    }
    assert_eq!(
        [metrics(&ada, &both).await["metrics"].clone(), metrics(&ada, &own).await["metrics"].clone()],
        numbers
    );
    assert_eq!([near.cards(&ada).await, far.cards(&ada).await], boards);
    assert_eq!(ada.ask(tasks, json!({})).await, due);
    let count = "query($id: ID!) { leadList(id: $id) { leadCount } leads(filter: { listIds: [$id] }) { totalCount } }";
    let listed = ada.ask(count, json!({ "id": list })).await;
    assert_eq!((&listed["leadList"]["leadCount"], &listed["leads"]["totalCount"]), (&json!(2), &json!(2)));
    let kinds = told(&t, &ada, known).await;
    assert!(kinds.ends_with(&[E::LeadMergeUndone, E::LeadRestored]), "{kinds:?}");
    must_refuse(&t, &ada, "leadMergeUndo", json!({ "id": id }), ("CONFLICT", &["undone already"])).await;
    merge(&ada, &two, &one).await;
}

#[tokio::test]
async fn what_somebody_changed_since_stays() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let one = lead(&ada, json!({ "fullName": "Jane" })).await;
    let two =
        lead(&ada, json!({ "fullName": "JD", "email": "jd@globex.com", "title": "CTO", "city": "Berlin" }))
            .await;
    let (spring, later) = (campaign(&ada, "Spring").await, campaign(&ada, "Later").await);
    done(&ada, "campaignAddLeads", json!({ "id": spring, "leadIds": [two["id"]] }), "addedCount").await;
    let id = merge(&ada, &one, &two).await;
    done(&ada, "leadUpdate", json!({ "id": one["id"], "title": "CEO", "tags": ["new"] }), "id").await;
    done(&ada, "campaignAddLeads", json!({ "id": later, "leadIds": [one["id"]] }), "addedCount").await;
    done(&ada, "campaignRemoveLeads", json!({ "id": spring, "leadIds": [one["id"]] }), "removedCount").await;
    undo(&ada, &id).await;
    let query = "query($id: ID!) { lead(id: $id) { title city email tags } }";
    let is = ada.ask(query, json!({ "id": one["id"] })).await["lead"].clone();
    assert_eq!(is, json!({ "title": "CEO", "city": null, "email": null, "tags": ["new"] }));
    assert_eq!(metrics(&ada, &later).await["metrics"]["leads"], 1);
    assert_eq!(metrics(&ada, &spring).await["metrics"]["leads"], 0, "it left meanwhile");
}

#[tokio::test]
async fn too_late_or_with_somebody_else_in_its_place_it_is_refused() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let one = lead(&ada, json!({ "fullName": "Jane", "email": "jane@globex.com" })).await;
    let two = lead(&ada, json!({ "fullName": "JD", "email": "jd@globex.com" })).await;
    let id = merge(&ada, &one, &two).await;
    let new = lead(&ada, json!({ "fullName": "New", "email": "jd@globex.com" })).await;
    let twin = new["id"].as_str().unwrap();
    must_refuse(&t, &ada, "leadMergeUndo", json!({ "id": id }), ("CONFLICT", &[twin])).await;
    done(&ada, "leadDelete", json!({ "id": new["id"] }), "id").await;
    done(&ada, "leadDelete", json!({ "id": one["id"] }), "id").await;
    must_refuse(&t, &ada, "leadMergeUndo", json!({ "id": id }), ("CONFLICT", &["leadRestore"])).await;
    done(&ada, "leadRestore", json!({ "id": one["id"] }), "id").await;
    let three = lead(&ada, json!({ "fullName": "Third" })).await;
    let second = merge(&ada, &three, &one).await;
    must_refuse(&t, &ada, "leadMergeUndo", json!({ "id": id }), ("CONFLICT", &["part of another"])).await;
    undo(&ada, &second).await;
    t.advance(TimeDelta::days(31));
    must_refuse(&t, &ada, "leadMergeUndo", json!({ "id": id }), ("CONFLICT", &["could be undone until"]))
        .await;
}

#[tokio::test]
async fn rule_17_the_most_restrictive_opt_out_wins_and_goes_with_the_merge() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let one =
        lead(&ada, json!({ "fullName": "Jane", "email": "jane@globex.com", "phone": "+27215550100" })).await;
    let two = lead(&ada, json!({ "fullName": "JD", "email": "jd@globex.com" })).await;
    let suppress = async |value: &str, source: SuppressionSource| {
        let mut tx = Tx::begin(&t.app, &ada.scope().await).await.unwrap();
        let (kind, value) = (SuppressionKind::Email, value.to_owned());
        consent::add(
            &mut tx,
            NewSuppression { kind, value, source, reason: None, workspace: None, campaign: None },
        )
        .await
        .unwrap();
        tx.commit().await.unwrap();
    };
    suppress("jd@globex.com", SuppressionSource::Complaint).await;
    suppress("jane@globex.com", SuppressionSource::Manual).await;
    let check = "query($e: EmailAddress, $p: String) { suppressionCheck(input: { email: $e, phone: $p }) { hits { kind source } } }";
    let hits = async |asked: Value| ada.ask(check, asked).await["suppressionCheck"]["hits"].clone();
    let id = merge(&ada, &one, &two).await;
    assert_eq!(
        hits(json!({ "e": "jane@globex.com" })).await,
        json!([{ "kind": "EMAIL", "source": "COMPLAINT" }])
    );
    assert_eq!(
        hits(json!({ "p": "+27215550100" })).await,
        json!([{ "kind": "PHONE", "source": "COMPLAINT" }])
    );
    t.advance(TimeDelta::hours(1));
    undo(&ada, &id).await;
    assert_eq!(
        hits(json!({ "p": "+27215550100" })).await,
        json!([]),
        "it came with the merge, and goes with it"
    );
    assert_eq!(
        hits(json!({ "e": "jd@globex.com" })).await,
        json!([{ "kind": "EMAIL", "source": "COMPLAINT" }])
    );

    let id = merge(&ada, &one, &two).await;
    t.advance(TimeDelta::hours(1));
    let mut tx = Tx::begin(&t.app, &ada.scope().await).await.unwrap();
    let (kind, value) = (SuppressionKind::Phone, "+27215550100".to_owned());
    let said = NewSuppression {
        kind,
        value,
        source: SuppressionSource::Complaint,
        reason: None,
        workspace: None,
        campaign: None,
    };
    consent::add(&mut tx, said).await.unwrap();
    tx.commit().await.unwrap();
    undo(&ada, &id).await;
    let kept = json!([{ "kind": "PHONE", "source": "COMPLAINT" }]);
    assert_eq!(hits(json!({ "p": "+27215550100" })).await, kept, "they said it themselves since");
    assert_eq!(suppression::Entity::find().count(&t.database.connect().await).await.unwrap(), 3);
}

#[tokio::test]
async fn rule_17_who_asked_to_be_left_alone_stays_so() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let one = lead(&ada, json!({ "fullName": "Jane" })).await;
    let two = lead(&ada, json!({ "fullName": "JD" })).await;
    let spring = campaign(&ada, "Spring").await;
    done(&ada, "campaignAddLeads", json!({ "id": spring, "leadIds": [one["id"]] }), "addedCount").await;
    done(&ada, "leadQualify", json!({ "id": one["id"] }), "id").await;
    done(&ada, "leadUpdate", json!({ "id": two["id"], "status": "UNSUBSCRIBED" }), "id").await;
    let id = merge(&ada, &one, &two).await;
    assert_eq!(as_is(&ada, &one["id"]).await["status"], "UNSUBSCRIBED");
    assert_eq!(metrics(&ada, &spring).await["metrics"]["unsubscribed"], 1);
    undo(&ada, &id).await;
    assert_eq!(as_is(&ada, &one["id"]).await["status"], "QUALIFIED");
    assert_eq!(metrics(&ada, &spring).await["metrics"]["unsubscribed"], 0);
}

#[tokio::test]
async fn rule_17_an_opt_out_without_an_address_finds_one_in_the_merge() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let one = lead(&ada, json!({ "fullName": "Jane", "email": "jane@globex.com" })).await;
    let two = lead(&ada, json!({ "fullName": "JD" })).await;
    done(&ada, "leadUpdate", json!({ "id": two["id"], "status": "UNSUBSCRIBED" }), "id").await;
    let check = "query($i: SuppressionCheckInput!) { suppressionCheck(input: $i) { hits { source } } }";
    let asked = json!({ "i": { "email": "jane@globex.com", "workspaceId": ada.workspace_id() } });
    let hits = async || ada.ask(check, asked.clone()).await["suppressionCheck"]["hits"].clone();
    let id = merge(&ada, &one, &two).await;
    assert_eq!(hits().await, json!([{ "source": "UNSUBSCRIBE" }]));
    t.advance(TimeDelta::hours(1));
    done(&ada, "leadUpdate", json!({ "id": one["id"], "title": "Head" }), "id").await;
    undo(&ada, &id).await;
    assert_eq!(hits().await, json!([]), "they are two people again, and nobody opted out since");
}
