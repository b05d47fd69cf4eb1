//! Numbers that are counted along the way are what counting the rows says: after any number of changes at once, and after
//! they were wrong.

use super::{desk::campaign, support::lead};
use crate::support::{actor::Actor, app::TestApp, make};
use entity::{
    campaign_lead,
    contact::EmailStatus,
    ids::{CampaignId, LeadId},
    lead, lead_list, lead_list_member,
};
use leadwire::crm::{campaigns, lists};
use sea_orm::{ConnectionTrait, EntityTrait};
use serde_json::{Value, json};
use std::collections::HashMap;

/// Leads, qualified, contacted, replied, bounced, unsubscribed.
type Numbers = [i32; 6];

/// Counted here from the rows, one by one.
async fn right(t: &TestApp) -> HashMap<CampaignId, Numbers> {
    let db = t.database.connect().await;
    let leads = lead::Entity::find().all(&db).await.unwrap();
    let leads: HashMap<LeadId, lead::Model> = leads.into_iter().map(|row| (row.id, row)).collect();
    let mut found: HashMap<CampaignId, Numbers> = HashMap::new();
    for row in entity::campaign::Entity::find().all(&db).await.unwrap() {
        found.insert(row.id, Numbers::default());
    }
    for joined in campaign_lead::Entity::find().all(&db).await.unwrap() {
        let lead = &leads[&joined.lead_id];
        if lead.deleted_at.is_some() || lead.merged_into.is_some() {
            continue;
        }
        let adds = [
            true,
            lead.qualification == lead::Qualification::Qualified,
            lead.last_contacted_at.is_some(),
            lead.last_replied_at.is_some(),
            lead.email_status == EmailStatus::Invalid,
            lead.status == lead::LeadStatus::Unsubscribed,
        ];
        let numbers = found.get_mut(&joined.campaign_id).unwrap();
        numbers.iter_mut().zip(adds).for_each(|(number, add)| *number += i32::from(add));
    }
    found
}

async fn kept(t: &TestApp) -> HashMap<CampaignId, Numbers> {
    let rows = entity::campaign::Entity::find().all(&t.database.connect().await).await.unwrap();
    let numbers = |row: entity::campaign::Model| {
        let all =
            [row.lead_count, row.qualified_count, row.contacted_count, row.replied_count, row.bounced_count];
        (row.id, [all[0], all[1], all[2], all[3], all[4], row.unsubscribed_count])
    };
    rows.into_iter().map(numbers).collect()
}

async fn lists_are_right(t: &TestApp) {
    let db = t.database.connect().await;
    let leads = lead::Entity::find().all(&db).await.unwrap();
    let is_live = |id| leads.iter().any(|lead| lead.id == id && lead.deleted_at.is_none());
    let members = lead_list_member::Entity::find().all(&db).await.unwrap();
    for list in lead_list::Entity::find().all(&db).await.unwrap() {
        let live = members.iter().filter(|row| row.lead_list_id == list.id && is_live(row.lead_id)).count();
        assert_eq!(list.lead_count as usize, live);
    }
}

/// Asks for it; it may be refused, not fail.
pub async fn tried(who: &Actor, name: &str, input: Value) {
    let kind = format!("{}{}Input", name[..1].to_uppercase(), &name[1..]);
    let query = format!("mutation($i: {kind}!) {{ {name}(input: $i) {{ __typename }} }}");
    let answer = who.gql(&query, json!({ "i": input })).await;
    let code = crate::support::actor::code(&answer).to_owned();
    assert!(
        ["", "BAD_USER_INPUT", "CONFLICT", "NOT_FOUND", "UNAVAILABLE"].contains(&code.as_str()),
        "{name}: {answer}"
    );
}

/// All that moves numbers, over and over, on leads that others change at the same time.
async fn busy(who: Actor, leads: Vec<String>, campaigns: Vec<String>, list: String, seed: usize) {
    for step in 0..24 {
        let (lead, other) =
            (&leads[(seed * 7 + step * 5) % leads.len()], &leads[(seed + step * 3 + 1) % leads.len()]);
        let campaign = &campaigns[(seed + step) % campaigns.len()];
        let one = json!({ "id": lead });
        match (seed + step) % 9 {
            0 => tried(&who, "leadQualify", one).await,
            1 => tried(&who, "campaignRemoveLeads", json!({ "id": campaign, "leadIds": [lead] })).await,
            2 => tried(&who, "leadRecordContact", json!({ "id": lead, "channel": "EMAIL" })).await,
            3 => tried(&who, "leadDelete", one).await,
            4 => tried(&who, "leadRestore", one).await,
            5 => tried(&who, "leadMerge", json!({ "winnerId": lead, "loserId": other })).await,
            6 => {
                let out = json!({ "ids": [lead, other], "status": "UNSUBSCRIBED" });
                tried(&who, "leadsBulkUpdate", out).await;
            }
            7 => tried(&who, "leadListAddLeads", json!({ "id": list, "leadIds": [lead, other] })).await,
            _ => tried(&who, "campaignAddLeads", json!({ "id": campaign, "leadIds": [lead, other] })).await,
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn numbers_stay_right_under_changes_and_recounts_at_once() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let leads = make::leads(&t, &ada, 40).await;
    let campaigns = vec![campaign(&ada, "Spring").await, campaign(&ada, "Autumn").await];
    let make_list = "mutation { leadListCreate(input: { name: \"L\" }) { id } }";
    let list = ada.ask(make_list, json!({})).await["leadListCreate"]["id"].as_str().unwrap().to_owned();
    for id in &campaigns {
        tried(&ada, "campaignAddLeads", json!({ "id": id, "leadIds": leads })).await;
    }
    tried(&ada, "leadListAddLeads", json!({ "id": list, "leadIds": leads })).await;
    let people: Vec<_> = (0..6)
        .map(|seed| tokio::spawn(busy(ada.clone(), leads.clone(), campaigns.clone(), list.clone(), seed)))
        .collect();
    let scope = ada.scope().await;
    while people.iter().any(|one| !one.is_finished()) {
        let counted = campaigns::recount(&t.app, &scope).await.unwrap();
        assert_eq!((counted.all, counted.mended), (2, 0), "nothing was ever wrong");
        assert_eq!(lists::recount(&t.app, &scope).await.unwrap().mended, 0);
        tokio::task::yield_now().await;
    }
    for one in people {
        one.await.unwrap();
    }
    let is = kept(&t).await;
    assert_eq!(is, right(&t).await);
    assert!(is.values().any(|numbers| numbers[0] > 0 && numbers[0] < 40), "something happened: {is:?}");
    lists_are_right(&t).await;
}

#[tokio::test]
async fn what_is_wrong_is_mended_once() {
    let t = TestApp::start().await;
    let (ada, eve) = (t.agency("acme").await, t.agency("evil").await);
    let spring = campaign(&ada, "Spring").await;
    campaign(&eve, "Theirs").await;
    let jane = lead(&ada, json!({ "fullName": "Jane" })).await;
    tried(&ada, "campaignAddLeads", json!({ "id": spring, "leadIds": [jane["id"]] })).await;
    tried(&ada, "leadQualify", json!({ "id": jane["id"] })).await;
    let db = t.database.connect().await;
    db.execute_unprepared("UPDATE campaign SET lead_count = 7, qualified_count = 0, replied_count = -3")
        .await
        .unwrap();
    let scope = ada.scope().await;
    let counted = campaigns::recount(&t.app, &scope).await.unwrap();
    assert_eq!((counted.all, counted.mended), (1, 1));
    let id = |text: &str| crate::crm::desk::typed::<CampaignId>(text);
    assert_eq!(kept(&t).await[&id(&spring)], [1, 1, 0, 0, 0, 0]);
    let others: Vec<_> = kept(&t).await.into_values().collect();
    assert!(others.contains(&[7, 0, 0, -3, 0, 0]), "another agency's is another's to mend: {others:?}");
    assert_eq!(campaigns::recount(&t.app, &scope).await.unwrap().mended, 0);
    let client = ada.client().await;
    assert!(campaigns::recount(&t.app, &client.scope().await).await.is_err());
}
