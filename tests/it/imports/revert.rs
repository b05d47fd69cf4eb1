//! Undoing: as if nothing had been, but for what somebody did since.

use super::support::{imported, leads, run, worked};
use crate::{
    crm::support as crm,
    support::{actor::code, app::TestApp, rows::noon},
};
use entity::{
    campaign, campaign_lead, company, import_row, lead, lead_list, lead_list_member, membership::Role,
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
};
use serde_json::{Value, json};

const FILE: &[u8] = b"Email,First name,Company,City\nana@acme.example,Anna,Acme,Rome\nbo@blue.example,Bo,Blue,Bonn\nbo@blue.example,Bob,,\ncy@cyan.example,Cy,,\n";

/// Everything an import may write, but for what tells when and how often.
async fn contents(t: &TestApp) -> Vec<String> {
    let db = t.database.connect().await;
    let mut all = vec![];
    for row in lead::Entity::find().order_by_asc(lead::Column::Id).all(&db).await.unwrap() {
        let row = lead::Model { version: 0, updated_at: noon(), last_activity_at: None, ..row };
        all.push(format!("{row:?}"));
    }
    for row in company::Entity::find().order_by_asc(company::Column::Id).all(&db).await.unwrap() {
        all.push(format!("{row:?}"));
    }
    let lists = lead_list::Entity::find().filter(lead_list::Column::DeletedAt.is_null());
    for row in lists.all(&db).await.unwrap() {
        all.push(format!("{row:?}"));
    }
    for row in campaign::Entity::find().all(&db).await.unwrap() {
        all.push(format!("{row:?}"));
    }
    let members = lead_list_member::Entity::find().all(&db).await.unwrap();
    let joined = campaign_lead::Entity::find().all(&db).await.unwrap();
    all.push(format!("{members:?} {joined:?}"));
    all
}

async fn campaign(of: &crate::support::actor::Actor) -> Value {
    of.ask("mutation { campaignCreate(input: { name: \"C\" }) { id } }", json!({})).await["campaignCreate"]["id"].clone()
}

#[tokio::test]
async fn undone_it_never_was() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let campaign = campaign(&ada).await;
    crm::lead(&ada, json!({ "email": "ana@acme.example", "firstName": "Ana", "city": "Oslo" })).await;
    let before = contents(&t).await;
    let import = imported(&t, &ada, FILE, json!({ "listName": "Fair", "campaignId": campaign })).await;
    assert_eq!(import["counts"]["created"], 2);
    assert_ne!(contents(&t).await, before);
    let undone = worked(&t, &ada, "importRevert", &import["id"]).await;
    assert_eq!((undone["status"].as_str(), undone["error"].as_str()), (Some("REVERTED"), None), "{undone:#}");
    assert_eq!(undone["revert"], json!({ "removed": 2, "restored": 1, "kept": 0, "companies": 2 }));
    assert_eq!(contents(&t).await, before);
    // And the file may come again.
    let again = imported(&t, &ada, FILE, json!({})).await;
    assert_eq!(again["counts"]["created"], 2);
}

#[tokio::test]
async fn what_somebody_did_since_stays_and_is_told() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    crm::lead(&ada, json!({ "email": "ana@acme.example", "firstName": "Ana", "city": "Oslo" })).await;
    let import = imported(&t, &ada, FILE, json!({})).await;
    let all = leads(&ada, "id email").await;
    let of = |email: &str| all.iter().find(|lead| lead["email"] == email).unwrap()["id"].clone();
    let update = "mutation($i: LeadUpdateInput!) { leadUpdate(input: $i) { id } }";
    ada.ask(update, json!({ "i": { "id": of("bo@blue.example"), "title": "Boss" } })).await;
    ada.ask(update, json!({ "i": { "id": of("ana@acme.example"), "city": "Paris" } })).await;
    let task = json!({ "i": { "leadId": of("cy@cyan.example"), "title": "Call" } });
    ada.ask("mutation($i: TaskCreateInput!) { taskCreate(input: $i) { id } }", task).await;
    let undone = worked(&t, &ada, "importRevert", &import["id"]).await;
    let kept = 3;
    assert_eq!(undone["revert"]["kept"], kept, "{undone:#}");
    let left = leads(&ada, "email firstName city").await;
    assert!(
        left.contains(&json!({ "email": "ana@acme.example", "firstName": "Ana", "city": "Paris" })),
        "{left:#?}"
    );
    assert!(left.iter().any(|lead| lead["firstName"] == "Bob"), "changed since, it stays as it is");
    let query = "query($id: ID!) { import(id: $id) { rows(undone: [KEPT]) { totalCount nodes { line } } } }";
    let rows = ada.ask(query, json!({ "id": import["id"] })).await["import"]["rows"].clone();
    assert_eq!(rows["totalCount"], kept);
}

#[tokio::test]
async fn of_a_forgotten_person_no_old_values_are_kept() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let ana = crm::lead(&ada, json!({ "email": "ana@acme.example", "firstName": "Ana" })).await;
    imported(&t, &ada, FILE, json!({})).await;
    let db = t.database.connect().await;
    let kept = || {
        Condition::any()
            .add(import_row::Column::Was.is_not_null())
            .add(import_row::Column::Became.is_not_null())
    };
    let count = async || import_row::Entity::find().filter(kept()).count(&db).await.unwrap();
    assert_eq!(count().await, 1);
    let erase = json!({ "i": { "id": ana["id"] } });
    ada.ask("mutation($i: LeadEraseInput!) { leadErase(input: $i) { leadId } }", erase).await;
    assert_eq!(count().await, 0);
}

#[tokio::test]
async fn what_the_import_did_not_touch_may_change_meanwhile() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let ana =
        crm::lead(&ada, json!({ "email": "ana@acme.example", "firstName": "Ana", "city": "Oslo" })).await;
    let import = imported(&t, &ada, FILE, json!({})).await;
    let update = "mutation($i: LeadUpdateInput!) { leadUpdate(input: $i) { id } }";
    ada.ask(update, json!({ "i": { "id": ana["id"], "title": "Boss" } })).await;
    let undone = worked(&t, &ada, "importRevert", &import["id"]).await;
    assert_eq!(undone["revert"], json!({ "removed": 2, "restored": 1, "kept": 0, "companies": 2 }));
    let left = leads(&ada, "firstName city title company { name }").await;
    assert_eq!(left, [json!({ "firstName": "Ana", "city": "Oslo", "title": "Boss", "company": null })]);
    let found = async |word: &str| {
        let query = "query($s: String) { leads(search: $s) { totalCount } }";
        ada.ask(query, json!({ "s": word })).await["leads"]["totalCount"].clone()
    };
    assert_eq!((found("boss").await, found("acme rome").await), (json!(1), json!(0)));
}

#[tokio::test]
async fn what_an_undoing_that_was_stopped_did_stays_counted() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let import = imported(&t, &ada, FILE, json!({})).await;
    let db = t.database.connect().await;
    let before = r#"{"removed":500,"restored":1,"kept":0,"companies":0}"#;
    db.execute_unprepared(&format!("UPDATE import SET revert = '{before}'")).await.unwrap();
    let undone = worked(&t, &ada, "importRevert", &import["id"]).await;
    assert_eq!(undone["revert"], json!({ "removed": 503, "restored": 1, "kept": 0, "companies": 2 }));
}

#[tokio::test]
async fn a_researcher_takes_back_what_they_brought_and_nothing_else() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let rea = ada.colleague(Role::Researcher).await;
    let hers = imported(&t, &ada, FILE, json!({})).await;
    let answer = run(&rea, "importRevert", json!({ "id": hers["id"] })).await;
    assert_eq!(code(&answer), "FORBIDDEN", "{answer:#}");
    t.run_tasks().await;
    assert_eq!(leads(&ada, "id").await.len(), 3, "not one is gone");
    let own = imported(&t, &rea, b"Email\ndi@dusk.example\n", json!({})).await;
    assert_eq!(worked(&t, &rea, "importRevert", &own["id"]).await["status"], "REVERTED");
    assert_eq!(worked(&t, &ada, "importRevert", &hers["id"]).await["status"], "REVERTED");
}

#[tokio::test]
async fn who_would_go_back_to_a_company_that_is_gone_stays_where_they_are() {
    for is_deleted in [false, true] {
        let t = TestApp::start().await;
        let ada = t.agency("acme").await;
        let first = imported(&t, &ada, b"Email,Company\njane@home.example,Acme\n", json!({})).await;
        let acme = leads(&ada, "company { id }").await[0]["company"]["id"].clone();
        let text = b"Email,Company,City\nbo@blue.example,,Bonn\njane@home.example,Beta,Rome\ncy@cyan.example,,Oslo\n";
        let second = imported(&t, &ada, text, json!({})).await;
        assert_eq!(second["counts"]["updated"], 1, "{second:#}");
        if is_deleted {
            let gone = crm::run(&ada, "companyDelete", json!({ "id": acme }), "id").await;
            assert_eq!(code(&gone), "", "{gone:#}");
        } else {
            let undone = worked(&t, &ada, "importRevert", &first["id"]).await;
            assert_eq!(undone["revert"], json!({ "removed": 0, "restored": 0, "kept": 1, "companies": 1 }));
        }
        let undone = worked(&t, &ada, "importRevert", &second["id"]).await;
        assert_eq!(
            (&undone["status"], &undone["job"]["status"]),
            (&json!("REVERTED"), &json!("COMPLETED")),
            "{undone:#}"
        );
        // All that was not hers to keep is undone: those who came after her, those before, and her own city.
        assert_eq!(undone["revert"], json!({ "removed": 2, "restored": 0, "kept": 1, "companies": 0 }));
        let left = leads(&ada, "email city company { name }").await;
        let jane = json!({ "email": "jane@home.example", "city": null, "company": { "name": "Beta" } });
        assert_eq!(left, [jane]);
        let found = async |word: &str| {
            let query = "query($s: String) { leads(search: $s) { totalCount } }";
            ada.ask(query, json!({ "s": word })).await["leads"]["totalCount"].clone()
        };
        assert_eq!((found("beta").await, found("acme").await), (json!(1), json!(0)));
    }
}
