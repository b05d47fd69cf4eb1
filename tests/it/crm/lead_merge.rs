//! Rule 17: of two leads that are one person one stays, and keeps everything.

use super::{
    desk::{board, campaign, done, newest, told},
    support::{history, lead},
};
use crate::support::{actor::Actor, app::TestApp, dump};
use entity::{audit_entry, event, event_kind::EventKind as E, membership::Role};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::{Value, json};

pub const MERGED: &str = "dryRun changedFields merge { id loserId undoableUntil } moved { activities campaigns lists cards droppedCards
    tasks enrichments prospects suppressions } lead { id fullName email phone title city tags status qualification
    qualificationReason priority customFields version lastContactedAt company { id } assignedTo { id } }";

/// The numbers of a campaign.
pub async fn metrics(who: &Actor, id: &str) -> Value {
    let query = "query($id: ID!) { campaign(id: $id) { metrics { leads qualified contacted unsubscribed } leads { totalCount nodes { fullName } } } }";
    who.ask(query, json!({ "id": id })).await["campaign"].clone()
}

async fn member(who: &Actor) -> Value {
    who.ask("{ viewer { memberships { id } } }", json!({})).await["viewer"]["memberships"][0]["id"].clone()
}

#[tokio::test]
async fn rule_17_the_winner_keeps_its_values_and_the_losers_fill_what_is_empty() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let rob = member(&ada.colleague(Role::Researcher).await).await;
    let one = json!({ "fullName": "Jane Doe", "title": "CTO", "email": "jane@globex.com", "tags": ["a", "b"],
        "priority": "LOW", "customFields": { "x": 1, "y": 1 } });
    let two = json!({ "fullName": "J. Doe", "title": "Chief", "email": "jd@globex.com", "phone": "+27215550100",
        "city": "Berlin", "tags": ["b", "c"], "priority": "URGENT", "customFields": { "y": 2, "z": 2 }, "assigneeId": rob });
    let (winner, loser) = (lead(&ada, one).await, lead(&ada, two).await);
    done(&ada, "leadRecordContact", json!({ "id": loser["id"], "channel": "EMAIL" }), "id").await;
    done(&ada, "leadQualify", json!({ "id": loser["id"], "reason": "Fits" }), "id").await;
    let known = newest(&t, &ada).await;
    let input = json!({ "winnerId": winner["id"], "loserId": loser["id"] });
    let merged = done(&ada, "leadMerge", input, MERGED).await;
    let is = &merged["lead"];
    assert_eq!(
        (&is["id"], &is["fullName"], &is["title"]),
        (&winner["id"], &json!("Jane Doe"), &json!("CTO"))
    );
    assert_eq!((&is["email"], &is["phone"]), (&json!("jane@globex.com"), &json!("+27215550100")));
    assert_eq!((&is["city"], &is["priority"]), (&json!("Berlin"), &json!("LOW")));
    assert_eq!(
        (&is["tags"], &is["customFields"]),
        (&json!(["a", "b", "c"]), &json!({ "x": 1, "y": 1, "z": 2 }))
    );
    assert_eq!((&is["status"], &is["qualificationReason"]), (&json!("QUALIFIED"), &json!("Fits")));
    assert_eq!((&is["assignedTo"]["id"], &is["version"]), (&rob, &json!(2)));
    assert!(is["lastContactedAt"].is_string());
    assert_eq!(told(&t, &ada, known).await, [E::LeadMerged, E::LeadDeleted]);
    let db = t.database.connect().await;
    let events = event::Entity::find().all(&db).await.unwrap();
    assert!(!format!("{events:?}").contains("27215550100"), "no personal values");
    let kept = audit_entry::Entity::find().filter(audit_entry::Column::Action.eq("LEAD_MERGED"));
    assert_eq!(kept.count(&db).await.unwrap(), 1, "on record");
}

#[tokio::test]
async fn the_losers_id_leads_to_the_winner_and_nothing_else_finds_it() {
    let t = TestApp::start().await;
    let (ada, eve) = (t.agency("acme").await, t.agency("evil").await);
    let mut ids = vec![];
    for name in ["One", "Two", "Three"] {
        ids.push(lead(&ada, json!({ "fullName": name })).await["id"].clone());
    }
    for (winner, loser) in [(1, 0), (2, 1)] {
        done(&ada, "leadMerge", json!({ "winnerId": ids[winner], "loserId": ids[loser] }), "dryRun").await;
    }
    let find = "query($id: ID!) { lead(id: $id) { id } node(id: $id) { id } nodes(ids: [$id]) { id } }";
    let is = json!({ "id": ids[2] });
    assert_eq!(
        ada.ask(find, json!({ "id": ids[0] })).await,
        json!({ "lead": is, "node": is, "nodes": [is] })
    );
    assert_eq!(eve.gql(find, json!({ "id": ids[0] })).await["data"], Value::Null);
    let lists = "{ leads { nodes { fullName } } gone: leads(deleted: true) { nodes { fullName } } }";
    let lists = ada.ask(lists, json!({})).await;
    assert_eq!(
        (&lists["leads"]["nodes"], &lists["gone"]["nodes"]),
        (&json!([{ "fullName": "Three" }]), &json!([]))
    );
    for (name, more) in [("leadUpdate", json!({})), ("leadDelete", json!({})), ("leadRestore", json!({}))] {
        let mut input = more;
        input["id"] = ids[0].clone();
        let (code, said) = super::desk::refused(&ada, name, input).await;
        assert!(code == "CONFLICT" && said.contains(ids[1].as_str().unwrap()), "{name}: {said}");
    }
    let merges = "query($id: ID!) { lead(id: $id) { merges { loserId winner { fullName } } } }";
    let of = ada.ask(merges, json!({ "id": ids[2] })).await["lead"]["merges"].clone();
    assert_eq!(of, json!([{ "loserId": ids[1], "winner": { "fullName": "Three" } }]));
}

#[tokio::test]
async fn rule_17_every_relation_moves_and_every_number_is_right() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let (winner, loser) =
        (lead(&ada, json!({ "fullName": "Jane" })).await, lead(&ada, json!({ "fullName": "JD" })).await);
    let (both, own) = (campaign(&ada, "Both").await, campaign(&ada, "Own").await);
    let ids = json!([winner["id"], loser["id"]]);
    done(&ada, "campaignAddLeads", json!({ "id": both, "leadIds": ids }), "addedCount").await;
    done(&ada, "campaignAddLeads", json!({ "id": own, "leadIds": [loser["id"]] }), "addedCount").await;
    done(&ada, "leadQualify", json!({ "id": loser["id"] }), "id").await;
    let mut lists = vec![];
    for leads in [ids.clone(), json!([loser["id"]])] {
        let list = done(&ada, "leadListCreate", json!({ "name": "L" }), "id").await["id"].clone();
        done(&ada, "leadListAddLeads", json!({ "id": list, "leadIds": leads }), "addedCount").await;
        lists.push(list);
    }
    done(&ada, "taskCreate", json!({ "title": "Call", "leadId": loser["id"] }), "id").await;
    let merged =
        done(&ada, "leadMerge", json!({ "winnerId": winner["id"], "loserId": loser["id"] }), MERGED).await;
    let moved = &merged["moved"];
    assert_eq!((&moved["campaigns"], &moved["lists"], &moved["tasks"]), (&json!(1), &json!(1), &json!(1)));
    for id in [&both, &own] {
        let is = metrics(&ada, id).await;
        assert_eq!(is["metrics"], json!({ "leads": 1, "qualified": 1, "contacted": 0, "unsubscribed": 0 }));
        assert_eq!(is["leads"], json!({ "totalCount": 1, "nodes": [{ "fullName": "Jane" }] }));
    }
    let count = "query($id: ID!) { leadList(id: $id) { leadCount } leads(filter: { listIds: [$id] }) { totalCount } }";
    for list in &lists {
        let list = ada.ask(count, json!({ "id": list })).await;
        assert_eq!((&list["leadList"]["leadCount"], &list["leads"]["totalCount"]), (&json!(1), &json!(1)));
    }
    let tasks = "query($id: ID!) { tasks(filter: { leadId: { eq: $id } }) { nodes { title } } }";
    assert_eq!(
        ada.ask(tasks, json!({ "id": winner["id"] })).await["tasks"]["nodes"],
        json!([{ "title": "Call" }])
    );
    let kinds: Vec<_> = history(&ada, &winner).await.into_iter().map(|(kind, _)| kind).collect();
    assert_eq!(kinds.iter().filter(|kind| *kind == "CREATED").count(), 2, "both histories: {kinds:?}");
    assert!(kinds.contains(&"MERGED".to_owned()) && kinds.contains(&"QUALIFIED".to_owned()));
}

#[tokio::test]
async fn rule_17_of_two_cards_on_one_board_the_one_that_got_further_stays() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let (winner, loser) =
        (lead(&ada, json!({ "fullName": "Jane" })).await, lead(&ada, json!({ "fullName": "JD" })).await);
    let id = |lead: &Value| lead["id"].as_str().unwrap().to_owned();
    let (near, far, alone) = (board(&ada).await, board(&ada).await, board(&ada).await);
    let kept = near.card(&ada, &id(&winner), 2).await;
    let dropped = near.card(&ada, &id(&loser), 1).await;
    far.card(&ada, &id(&winner), 0).await;
    let further = far.card(&ada, &id(&loser), 1).await;
    let lonely = alone.card(&ada, &id(&loser), 0).await;
    done(&ada, "taskCreate", json!({ "title": "Call", "cardId": dropped }), "id").await;
    let known = newest(&t, &ada).await;
    let merged =
        done(&ada, "leadMerge", json!({ "winnerId": winner["id"], "loserId": loser["id"] }), MERGED).await;
    assert_eq!((&merged["moved"]["cards"], &merged["moved"]["droppedCards"]), (&json!(2), &json!(2)));
    assert_eq!(near.cards(&ada).await.concat(), [kept.as_str()]);
    assert_eq!(far.cards(&ada).await.concat(), [further.as_str()]);
    assert_eq!(alone.cards(&ada).await.concat(), [lonely.as_str()]);
    let tasks = ada.ask("{ tasks { nodes { card { id lead { fullName } } } } }", json!({})).await;
    assert_eq!(tasks["tasks"]["nodes"], json!([{ "card": { "id": kept, "lead": { "fullName": "Jane" } } }]));
    let kinds = told(&t, &ada, known).await;
    assert_eq!(kinds.iter().filter(|kind| **kind == E::PipelineCardRemoved).count(), 2);
    assert_eq!(kinds.iter().filter(|kind| **kind == E::PipelineCardUpdated).count(), 2);
}

#[tokio::test]
async fn a_dry_run_says_the_same_and_keeps_nothing() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let one = lead(&ada, json!({ "fullName": "Jane" })).await;
    let two = lead(&ada, json!({ "fullName": "JD", "email": "jd@globex.com", "tags": ["x"] })).await;
    let spring = campaign(&ada, "Spring").await;
    done(&ada, "campaignAddLeads", json!({ "id": spring, "leadIds": [two["id"]] }), "addedCount").await;
    let db = t.database.connect().await;
    let before = dump::everything(&db).await;
    let input = json!({ "winnerId": one["id"], "loserId": two["id"], "dryRun": true });
    let shown = done(&ada, "leadMerge", input.clone(), MERGED).await;
    let changed = dump::difference(&before, &dump::everything(&db).await);
    assert!(changed.is_empty(), "{}", changed.join("\n"));
    assert_eq!((&shown["dryRun"], &shown["merge"]), (&json!(true), &Value::Null));
    let kept = done(&ada, "leadMerge", json!({ "winnerId": one["id"], "loserId": two["id"] }), MERGED).await;
    for part in ["changedFields", "moved", "lead"] {
        assert_eq!(shown[part], kept[part], "{part}");
    }
}
