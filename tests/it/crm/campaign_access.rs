//! What a CLIENT is shown, and no longer shown.

use super::desk::{campaign, done, newest, refused, told};
use crate::support::{
    actor::{Actor, code},
    app::TestApp,
    make,
};
use entity::{audit_entry, event_kind::EventKind, membership::Role};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::{Value, json};

const SEEN: &str =
    "{ campaigns { nodes { id clients { id } } totalCount } leads { nodes { id } totalCount } }";

async fn member(who: &Actor) -> Value {
    who.ask("{ viewer { memberships { id } } }", json!({})).await["viewer"]["memberships"][0]["id"].clone()
}

async fn seen(who: &Actor) -> (u64, u64) {
    let seen = who.ask(SEEN, json!({})).await;
    let count = |root: &str| seen[root]["totalCount"].as_u64().unwrap();
    (count("campaigns"), count("leads"))
}

#[tokio::test]
async fn a_client_sees_a_campaign_with_its_leads_as_long_as_it_is_shown() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let (cleo, carl) = (ada.client().await, ada.client().await);
    let (spring, other) = (campaign(&ada, "Spring").await, campaign(&ada, "Other").await);
    let leads = make::leads(&t, &ada, 3).await;
    done(&ada, "campaignAddLeads", json!({ "id": spring, "leadIds": leads[..2] }), "addedCount").await;
    done(&ada, "campaignAddLeads", json!({ "id": other, "leadIds": leads[2..] }), "addedCount").await;
    assert_eq!(seen(&cleo).await, (0, 0));
    let known = newest(&t, &ada).await;
    let input = json!({ "memberId": member(&cleo).await, "campaignId": spring });
    for _ in 0..2 {
        let shown = done(&ada, "campaignAccessGrant", input.clone(), "id clients { id }").await;
        assert_eq!(shown["clients"], json!([{ "id": input["memberId"] }]), "once");
    }
    assert_eq!(told(&t, &ada, known).await, [EventKind::CampaignAccessGranted]);
    assert_eq!((seen(&cleo).await, seen(&carl).await), ((1, 2), (0, 0)));
    let mine = cleo.ask(SEEN, json!({})).await;
    assert_eq!(
        mine["campaigns"]["nodes"][0]["clients"],
        json!([]),
        "who else is shown it is not theirs to know"
    );
    assert_eq!(told(&t, &cleo, known).await, [], "nor that somebody was");
    let one = "query($id: ID!) { campaign(id: $id) { id } }";
    assert_eq!(code(&cleo.gql(one, json!({ "id": other })).await), "NOT_FOUND");

    let known = newest(&t, &ada).await;
    for _ in 0..2 {
        let hidden = done(&ada, "campaignAccessRevoke", input.clone(), "clients { id }").await;
        assert_eq!(hidden["clients"], json!([]));
    }
    assert_eq!(told(&t, &ada, known).await, [EventKind::CampaignAccessRevoked]);
    assert_eq!(seen(&cleo).await, (0, 0));
    let kept =
        audit_entry::Entity::find().filter(audit_entry::Column::Action.starts_with("CAMPAIGN_ACCESS_"));
    assert_eq!(kept.count(&t.database.connect().await).await.unwrap(), 2, "on record, each once");
}

#[tokio::test]
async fn only_clients_are_shown_campaigns_and_only_by_admins() {
    let t = TestApp::start().await;
    let (ada, eve) = (t.agency("acme").await, t.agency("evil").await);
    let (rob, cleo) = (ada.colleague(Role::Researcher).await, ada.client().await);
    let spring = campaign(&ada, "Spring").await;
    let known = newest(&t, &ada).await;
    let to = async |who: &Actor| json!({ "memberId": member(who).await, "campaignId": spring });
    let (code, said) = refused(&ada, "campaignAccessGrant", to(&rob).await).await;
    assert_eq!((code.as_str(), said.contains("memberId")), ("BAD_USER_INPUT", true), "{said}");
    assert_eq!(refused(&ada, "campaignAccessGrant", to(&eve).await).await.0, "NOT_FOUND");
    for name in ["campaignAccessGrant", "campaignAccessRevoke"] {
        assert_eq!(refused(&rob, name, to(&cleo).await).await.0, "FORBIDDEN");
        assert_eq!(refused(&cleo, name, to(&cleo).await).await.0, "FORBIDDEN");
        assert_eq!(refused(&eve, name, to(&cleo).await).await.0, "NOT_FOUND");
    }
    done(&ada, "campaignDelete", json!({ "id": spring }), "id").await;
    assert_eq!(refused(&ada, "campaignAccessGrant", to(&cleo).await).await.0, "NOT_FOUND");
    assert_eq!(told(&t, &ada, known).await, [EventKind::CampaignDeleted]);
    assert_eq!(seen(&cleo).await, (0, 0));
}

#[tokio::test]
async fn who_becomes_a_client_again_begins_with_nothing() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let cleo = ada.client().await;
    let input = json!({ "memberId": member(&cleo).await, "campaignId": campaign(&ada, "Spring").await });
    done(&ada, "campaignAccessGrant", input.clone(), "id").await;
    assert_eq!(seen(&cleo).await.0, 1);
    for role in ["RESEARCHER", "CLIENT"] {
        done(&ada, "memberUpdateRole", json!({ "id": input["memberId"], "role": role }), "role").await;
    }
    assert_eq!(seen(&cleo).await.0, 0);
}
