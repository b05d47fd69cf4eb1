use super::desk::{campaign, done, must_refuse, newest, text, told, typed};
use crate::support::{actor::Actor, app::TestApp, make, rows::noon};
use entity::{
    activity::{self, ActivityKind},
    contact::EmailStatus,
    event_kind::EventKind,
    ids::{LeadId, TypedId},
    lead::{self, LeadStatus, Qualification},
    membership::Role,
};
use leadwire::{crm::campaigns::counts, kernel::tx::Tx};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::{Value, json};

const RESULT: &str = "skippedCount outcomes { leadId outcome }
    campaign { version metrics { leads qualified contacted replied bounced unsubscribed qualificationRate responseRate } }";

async fn add(who: &Actor, campaign: &str, leads: &[String]) -> Value {
    let input = json!({ "id": campaign, "leadIds": leads });
    done(who, "campaignAddLeads", input, &format!("addedCount {RESULT}")).await
}

async fn lead_row(t: &TestApp, id: &str) -> lead::Model {
    let db = t.database.connect().await;
    lead::Entity::find_by_id(typed::<LeadId>(id)).one(&db).await.unwrap().unwrap()
}

async fn activities(t: &TestApp, id: &str) -> Vec<ActivityKind> {
    let of = activity::Entity::find().filter(activity::Column::LeadId.eq(typed::<LeadId>(id)));
    let rows = of.order_by_asc(activity::Column::Id).all(&t.database.connect().await).await.unwrap();
    rows.into_iter().map(|row| row.kind).collect()
}

/// A lead that counts in every number.
async fn everything_at_once(t: &TestApp, of: &Actor) -> String {
    make::lead_with(t, of, "Busy", |row| lead::ActiveModel {
        qualification: Set(Qualification::Qualified),
        last_contacted_at: Set(Some(noon())),
        last_replied_at: Set(Some(noon())),
        email_status: Set(EmailStatus::Invalid),
        status: Set(LeadStatus::Unsubscribed),
        ..row
    })
    .await
}

#[tokio::test]
async fn leads_join_each_with_its_outcome() {
    let t = TestApp::start().await;
    let (ada, eve) = (t.agency("acme").await, t.agency("evil").await);
    let rob = ada.colleague(Role::Researcher).await;
    let id = campaign(&ada, "Spring").await;
    let (plain, busy) = (make::lead(&t, &ada, "Ana").await, everything_at_once(&t, &ada).await);
    let second = make::workspace(&t, &ada).await;
    let elsewhere =
        make::lead_with(&t, &ada, "Far", |row| lead::ActiveModel { workspace_id: Set(second), ..row }).await;
    let gone =
        make::lead_with(&t, &ada, "Old", |row| lead::ActiveModel { deleted_at: Set(Some(noon())), ..row })
            .await;
    let foreign = make::lead(&t, &eve, "Theirs").await;
    let known = newest(&t, &ada).await;
    let asked = [&plain, &busy, &plain, &elsewhere, &gone, &foreign].map(Clone::clone);
    let done = add(&rob, &id, &asked).await;
    let outcomes: Vec<_> = done["outcomes"].as_array().unwrap().iter().map(|o| text(&o["outcome"])).collect();
    assert_eq!(outcomes, ["ADDED", "ADDED", "ALREADY_IN", "OTHER_WORKSPACE", "NOT_FOUND", "NOT_FOUND"]);
    assert_eq!((&done["addedCount"], &done["skippedCount"]), (&json!(2), &json!(4)));
    assert_eq!(done["campaign"]["version"], 1);
    let expected = json!({ "leads": 2, "qualified": 1, "contacted": 1, "replied": 1, "bounced": 1, "unsubscribed": 1,
        "qualificationRate": 0.5, "responseRate": 1.0 });
    assert_eq!(done["campaign"]["metrics"], expected);
    let said = [EventKind::LeadUpdated, EventKind::LeadUpdated, EventKind::CampaignLeadsAdded];
    assert_eq!(told(&t, &ada, known).await, said);
    assert_eq!(activities(&t, &plain).await, [ActivityKind::CampaignAdded]);
    let row = lead_row(&t, &plain).await;
    assert_eq!(row.campaign_id.map(TypedId::shown), Some(id.clone()));
    assert_eq!((row.version, row.last_activity_at), (2, Some(t.app.now())));
    for untouched in [&elsewhere, &gone, &foreign] {
        assert_eq!(
            (lead_row(&t, untouched).await.campaign_id, lead_row(&t, untouched).await.version),
            (None, 1)
        );
    }

    let known = newest(&t, &ada).await;
    let again = add(&rob, &id, &[plain]).await;
    assert_eq!(again["outcomes"][0]["outcome"], "ALREADY_IN");
    assert_eq!(again["campaign"]["metrics"], expected);
    assert_eq!(newest(&t, &ada).await, known, "nothing new is no event");
}

#[tokio::test]
async fn leads_leave_and_the_numbers_go_down_with_them() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let (first, second) = (campaign(&ada, "First").await, campaign(&ada, "Second").await);
    let (busy, other) = (everything_at_once(&t, &ada).await, make::lead(&t, &ada, "Ana").await);
    add(&ada, &first, &[busy.clone(), other.clone()]).await;
    add(&ada, &second, std::slice::from_ref(&busy)).await;
    assert_eq!(lead_row(&t, &busy).await.campaign_id.map(TypedId::shown), Some(second.clone()));
    let known = newest(&t, &ada).await;
    let input = json!({ "id": second, "leadIds": [busy, other, busy] });
    let left = done(&ada, "campaignRemoveLeads", input, &format!("removedCount {RESULT}")).await;
    let outcomes: Vec<_> = left["outcomes"].as_array().unwrap().iter().map(|o| text(&o["outcome"])).collect();
    assert_eq!(outcomes, ["REMOVED", "NOT_IN", "NOT_IN"]);
    assert_eq!((&left["removedCount"], &left["skippedCount"]), (&json!(1), &json!(2)));
    let numbers = left["campaign"]["metrics"].as_object().unwrap();
    assert!(numbers.values().all(|number| number == 0 || number.is_null()), "{numbers:?}");
    assert_eq!(told(&t, &ada, known).await, [EventKind::LeadUpdated, EventKind::CampaignLeadsRemoved]);
    assert_eq!(
        lead_row(&t, &busy).await.campaign_id.map(TypedId::shown),
        Some(first.clone()),
        "back to the one before"
    );
    let input = json!({ "id": first, "leadIds": [busy] });
    done(&ada, "campaignRemoveLeads", input, "removedCount").await;
    assert_eq!(lead_row(&t, &busy).await.campaign_id, None);
    assert_eq!(activities(&t, &busy).await.last(), Some(&ActivityKind::CampaignRemoved));
}

#[tokio::test]
async fn who_may_add_leads_may_not_take_them_out_for_that() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let rob = ada.colleague(Role::Researcher).await;
    let (id, lead) = (campaign(&ada, "Spring").await, make::lead(&t, &ada, "Ana").await);
    add(&rob, &id, std::slice::from_ref(&lead)).await;
    let input = json!({ "id": id, "leadIds": [lead] });
    must_refuse(&t, &rob, "campaignRemoveLeads", input.clone(), ("FORBIDDEN", &["MANAGE_CAMPAIGNS"])).await;
    assert!(lead_row(&t, &lead).await.campaign_id.is_some(), "it is still in");
    done(&ada, "campaignRemoveLeads", input, "removedCount").await;
    assert_eq!(lead_row(&t, &lead).await.campaign_id, None);
}

#[tokio::test]
async fn what_cannot_be_filled_is_refused() {
    let t = TestApp::start().await;
    let (ada, eve) = (t.agency("acme").await, t.agency("evil").await);
    let lead = make::lead(&t, &ada, "Ana").await;
    let id = campaign(&ada, "Spring").await;
    let input = json!({ "id": id, "leadIds": [lead] });
    for name in ["campaignAddLeads", "campaignRemoveLeads"] {
        must_refuse(&t, &eve, name, input.clone(), ("NOT_FOUND", &["No such campaign"])).await;
        must_refuse(&t, &ada, name, json!({ "id": id, "leadIds": [] }), ("BAD_USER_INPUT", &["leadIds"]))
            .await;
        let many = vec![lead.clone(); 501];
        must_refuse(&t, &ada, name, json!({ "id": id, "leadIds": many }), ("BAD_USER_INPUT", &["leadIds"]))
            .await;
        must_refuse(&t, &ada, name, json!({ "id": id, "leadIds": [id] }), ("", &["lead_"])).await;
    }
    done(&ada, "campaignArchive", json!({ "id": id }), "id").await;
    let said: &[&str] = &["ARCHIVED takes no more leads"];
    must_refuse(&t, &ada, "campaignAddLeads", input, ("CONFLICT", said)).await;
}

#[tokio::test]
async fn a_lead_that_changes_moves_the_numbers_of_all_its_campaigns() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let (first, second) = (campaign(&ada, "First").await, campaign(&ada, "Second").await);
    let lead = make::lead(&t, &ada, "Ana").await;
    add(&ada, &first, std::slice::from_ref(&lead)).await;
    add(&ada, &second, std::slice::from_ref(&lead)).await;
    let known = newest(&t, &ada).await;
    let was = lead_row(&t, &lead).await;
    let qualified = lead::Model { qualification: Qualification::Qualified, ..was.clone() };
    let mut tx = Tx::begin(&t.app, &ada.scope().await).await.unwrap();
    counts::lead_changed(&mut tx, &was, &was).await.unwrap();
    counts::lead_changed(&mut tx, &was, &qualified).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(told(&t, &ada, known).await, [EventKind::CampaignMetricsChanged; 2]);
    let deleted = lead::Model { deleted_at: Some(t.app.now()), ..qualified.clone() };
    assert_eq!(numbers(&ada, &first).await, json!({ "leads": 1, "qualified": 1 }));
    let mut tx = Tx::begin(&t.app, &ada.scope().await).await.unwrap();
    counts::lead_changed(&mut tx, &qualified, &deleted).await.unwrap();
    tx.commit().await.unwrap();
    for id in [&first, &second] {
        assert_eq!(numbers(&ada, id).await, json!({ "leads": 0, "qualified": 0 }));
    }
}

async fn numbers(who: &Actor, id: &str) -> Value {
    let query = "query($id: ID!) { campaign(id: $id) { metrics { leads qualified } } }";
    who.ask(query, json!({ "id": id })).await["campaign"]["metrics"].clone()
}

#[tokio::test]
async fn what_is_done_with_a_lead_shows_in_its_campaigns_numbers() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let id = campaign(&ada, "Spring").await;
    let leads = make::leads(&t, &ada, 2).await;
    add(&ada, &id, &leads).await;
    let lead = json!({ "id": leads[0] });
    done(&ada, "leadQualify", lead.clone(), "id").await;
    assert_eq!(numbers(&ada, &id).await, json!({ "leads": 2, "qualified": 1 }));
    done(&ada, "leadDelete", lead.clone(), "id").await;
    assert_eq!(numbers(&ada, &id).await, json!({ "leads": 1, "qualified": 0 }));
    done(&ada, "leadRestore", lead, "id").await;
    assert_eq!(numbers(&ada, &id).await, json!({ "leads": 2, "qualified": 1 }));
}

#[tokio::test]
async fn the_leads_of_campaigns_cost_what_one_campaigns_do() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let query = "{ campaigns { nodes { name leads(first: 2) { totalCount nodes { id campaign { name } } pageInfo { hasNextPage } } } } }";
    let ask = async || {
        let before = t.app.db().statements();
        let found = ada.ask(query, json!({})).await["campaigns"]["nodes"].clone();
        (found, t.app.db().statements() - before)
    };
    let leads = make::leads(&t, &ada, 3).await;
    add(&ada, &campaign(&ada, "First").await, &leads).await;
    let (found, one) = ask().await;
    let page = &found[0]["leads"];
    assert_eq!((&page["totalCount"], &page["pageInfo"]["hasNextPage"]), (&json!(3), &json!(true)));
    assert_eq!(page["nodes"][0]["campaign"]["name"], "First");
    for name in ["Second", "Third"] {
        add(&ada, &campaign(&ada, name).await, &leads).await;
    }
    let (found, many) = ask().await;
    assert_eq!(found.as_array().unwrap().len(), 3);
    assert_eq!(many, one, "statements for three campaigns and for one");
}
