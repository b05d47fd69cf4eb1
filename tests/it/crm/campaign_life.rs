use super::desk::{campaign, done, must_refuse, newest, told};
use crate::support::{app::TestApp, make};
use entity::{event_kind::EventKind, ids::TypedId, membership::Role};
use serde_json::{Value, json};

#[tokio::test]
async fn a_campaign_is_made_as_a_draft_and_told() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let known = newest(&t, &ada).await;
    let input = json!({
        "name": "  Spring  ", "description": "Two lines\nof text", "startDate": "2026-11-02",
        "endDate": "2026-11-30", "targetAudience": { "roles": ["CTO"] },
    });
    let fields = "name description status startDate endDate targetAudience version workspaceId
        createdAt metrics { leads qualified contacted replied bounced unsubscribed qualificationRate responseRate }";
    let made = done(&ada, "campaignCreate", input, fields).await;
    assert_eq!(made["name"], "Spring");
    assert_eq!(made["description"], "Two lines\nof text");
    assert_eq!((&made["status"], &made["version"]), (&json!("DRAFT"), &json!(1)));
    assert_eq!((&made["startDate"], &made["endDate"]), (&json!("2026-11-02"), &json!("2026-11-30")));
    assert_eq!(made["targetAudience"], json!({ "roles": ["CTO"] }));
    assert_eq!(made["workspaceId"], ada.workspace_id());
    assert_eq!(made["createdAt"], "2026-11-02T09:00:00+00:00");
    let metrics = made["metrics"].as_object().unwrap();
    assert!(metrics.values().all(|number| number == 0 || number.is_null()), "{metrics:?}");
    assert_eq!(told(&t, &ada, known).await, [EventKind::CampaignCreated]);
}

#[tokio::test]
async fn every_bad_value_is_named_and_leaves_no_trace() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let bad = json!({ "name": " ", "description": "x".repeat(5_001), "startDate": "2026-11-02",
        "endDate": "2026-11-01", "targetAudience": [1] });
    let named = ["name", "description", "endDate", "targetAudience"];
    must_refuse(&t, &ada, "campaignCreate", bad, ("BAD_USER_INPUT", &named)).await;
    let huge = json!({ "name": "A", "targetAudience": { "x": "y".repeat(17_000) } });
    must_refuse(&t, &ada, "campaignCreate", huge, ("BAD_USER_INPUT", &["targetAudience"])).await;
    let date = json!({ "name": "A", "startDate": "soon" });
    must_refuse(&t, &ada, "campaignCreate", date, ("", &["2026-11-02"])).await;
}

#[tokio::test]
async fn an_update_changes_what_is_given_and_knows_its_version() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let input = json!({ "name": "Spring", "description": "Old", "endDate": "2026-12-01" });
    let id = done(&ada, "campaignCreate", input, "id").await["id"].clone();
    let known = newest(&t, &ada).await;
    let input = json!({ "id": id, "name": "Summer", "description": null, "expectedVersion": 1 });
    let fields = "name description endDate version";
    let is = done(&ada, "campaignUpdate", input, fields).await;
    assert_eq!(is, json!({ "name": "Summer", "description": null, "endDate": "2026-12-01", "version": 2 }));
    let same = done(&ada, "campaignUpdate", json!({ "id": id, "name": "Summer" }), fields).await;
    assert_eq!(same["version"], 2);
    assert_eq!(told(&t, &ada, known).await, [EventKind::CampaignUpdated]);

    let stale = json!({ "id": id, "name": "Autumn", "expectedVersion": 1 });
    must_refuse(&t, &ada, "campaignUpdate", stale, ("CONFLICT", &["version is 2"])).await;
    let late = json!({ "id": id, "startDate": "2027-01-01" });
    must_refuse(&t, &ada, "campaignUpdate", late, ("BAD_USER_INPUT", &["endDate"])).await;
    let nameless = json!({ "id": id, "name": null });
    must_refuse(&t, &ada, "campaignUpdate", nameless, ("BAD_USER_INPUT", &["name"])).await;
}

#[tokio::test]
async fn the_life_of_a_campaign() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let id = campaign(&ada, "Spring").await;
    let known = newest(&t, &ada).await;
    let mut version = 1;
    for (verb, status) in [
        ("Activate", "ACTIVE"),
        ("Pause", "PAUSED"),
        ("Resume", "ACTIVE"),
        ("Complete", "COMPLETED"),
        ("Archive", "ARCHIVED"),
    ] {
        version += 1;
        let is = done(&ada, &format!("campaign{verb}"), json!({ "id": id }), "status version").await;
        assert_eq!(is, json!({ "status": status, "version": version }), "{verb}");
    }
    assert_eq!(told(&t, &ada, known).await, [EventKind::CampaignStatusChanged; 5]);
}

#[tokio::test]
async fn an_illegal_step_names_the_legal_ones() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let id = json!({ "id": campaign(&ada, "Spring").await });
    let said: &[&str] = &["DRAFT cannot PAUSE", "ACTIVATE, ARCHIVE"];
    must_refuse(&t, &ada, "campaignPause", id.clone(), ("CONFLICT", said)).await;
    for verb in ["Resume", "Complete"] {
        must_refuse(&t, &ada, &format!("campaign{verb}"), id.clone(), ("CONFLICT", &["Allowed now"])).await;
    }
    done(&ada, "campaignActivate", id.clone(), "id").await;
    must_refuse(&t, &ada, "campaignActivate", id.clone(), ("CONFLICT", &["PAUSE, COMPLETE"])).await;
    must_refuse(&t, &ada, "campaignArchive", id.clone(), ("CONFLICT", &["PAUSE, COMPLETE"])).await;
    let stale = json!({ "id": id["id"], "expectedVersion": 1 });
    must_refuse(&t, &ada, "campaignPause", stale, ("CONFLICT", &["version is 2"])).await;
    done(&ada, "campaignPause", id.clone(), "id").await;
    must_refuse(&t, &ada, "campaignPause", id, ("CONFLICT", &["RESUME, COMPLETE, ARCHIVE"])).await;
}

#[tokio::test]
async fn only_drafts_and_archived_ones_are_deleted() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let lead = make::lead(&t, &ada, "Ana").await;
    let (first, second) = (campaign(&ada, "First").await, campaign(&ada, "Second").await);
    for id in [&first, &second] {
        done(&ada, "campaignAddLeads", json!({ "id": id, "leadIds": [lead] }), "addedCount").await;
    }
    done(&ada, "campaignActivate", json!({ "id": second }), "id").await;
    let said: &[&str] = &["ACTIVE cannot be deleted", "campaignArchive"];
    must_refuse(&t, &ada, "campaignDelete", json!({ "id": second }), ("CONFLICT", said)).await;
    done(&ada, "campaignPause", json!({ "id": second }), "id").await;
    done(&ada, "campaignArchive", json!({ "id": second }), "id").await;
    let known = newest(&t, &ada).await;
    assert_eq!(done(&ada, "campaignDelete", json!({ "id": second }), "name").await["name"], "Second");
    assert_eq!(told(&t, &ada, known).await, [EventKind::CampaignDeleted]);
    // The lead is in the campaign it joined before.
    assert_eq!(campaign_of(&t, &lead).await, Some(first.clone()));
    let gone = ("NOT_FOUND", &[] as &[&str]);
    must_refuse(&t, &ada, "campaignDelete", json!({ "id": second }), gone).await;
    must_refuse(&t, &ada, "campaignActivate", json!({ "id": second }), gone).await;
    let answer = ada.gql("query($id: ID!) { campaign(id: $id) { id } }", json!({ "id": second })).await;
    assert_eq!(answer["errors"][0]["extensions"]["code"], "NOT_FOUND");
    let left = ada.ask("{ campaigns { nodes { id } totalCount } }", json!({})).await;
    assert_eq!(left["campaigns"], json!({ "nodes": [{ "id": first }], "totalCount": 1 }));
}

#[tokio::test]
async fn one_that_changed_meanwhile_is_not_deleted() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let lead = make::lead(&t, &ada, "Ana").await;
    let id = campaign(&ada, "Spring").await;
    done(&ada, "campaignAddLeads", json!({ "id": id, "leadIds": [lead] }), "addedCount").await;
    let read = ada.ask("query($id: ID!) { campaign(id: $id) { version } }", json!({ "id": id })).await;
    let is = done(&ada, "campaignUpdate", json!({ "id": id, "name": "Summer" }), "version").await;
    let stale = json!({ "id": id, "expectedVersion": read["campaign"]["version"] });
    let said = format!("version is {}", is["version"]);
    must_refuse(&t, &ada, "campaignDelete", stale, ("CONFLICT", &[said.as_str()])).await;
    assert_eq!(campaign_of(&t, &lead).await, Some(id.clone()), "and nobody left it");
    let fresh = json!({ "id": id, "expectedVersion": is["version"] });
    assert_eq!(done(&ada, "campaignDelete", fresh, "name").await["name"], "Summer");
    assert_eq!(campaign_of(&t, &lead).await, None);
}

async fn campaign_of(t: &TestApp, lead: &str) -> Option<String> {
    use sea_orm::EntityTrait;
    let id = super::desk::typed::<entity::ids::LeadId>(lead);
    let row = entity::lead::Entity::find_by_id(id).one(&t.database.connect().await).await.unwrap().unwrap();
    row.campaign_id.map(TypedId::shown)
}

#[tokio::test]
async fn others_see_and_change_nothing() {
    let t = TestApp::start().await;
    let (ada, eve) = (t.agency("acme").await, t.agency("evil").await);
    let id = json!({ "id": campaign(&ada, "Spring").await });
    let rob = ada.colleague(Role::Researcher).await;
    for verb in ["Update", "Delete", "Activate", "Pause", "Resume", "Complete", "Archive"] {
        let name = format!("campaign{verb}");
        must_refuse(&t, &eve, &name, id.clone(), ("NOT_FOUND", &["No such campaign"])).await;
        must_refuse(&t, &rob, &name, id.clone(), ("FORBIDDEN", &["MANAGE_CAMPAIGNS"])).await;
        must_refuse(&t, &eve, &name, json!({ "id": ada.workspace_id() }), ("", &["camp_"])).await;
    }
    must_refuse(&t, &rob, "campaignCreate", json!({ "name": "A" }), ("FORBIDDEN", &["MANAGE_CAMPAIGNS"]))
        .await;
    let foreign = json!({ "name": "A", "workspaceId": ada.workspace_id() });
    must_refuse(&t, &eve, "campaignCreate", foreign, ("NOT_FOUND", &["workspace"])).await;
    let seen = eve.ask("{ campaigns { totalCount } }", Value::Null).await;
    assert_eq!(seen["campaigns"]["totalCount"], 0);
}
