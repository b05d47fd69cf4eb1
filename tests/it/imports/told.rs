//! What people and machines are told of an import, and what they are not.

use super::support::{created, done, imported, leads, worked};
use crate::{
    crm::{
        desk::campaign,
        support::{self as crm, nobody},
    },
    support::{actor::Actor, app::TestApp, stream::Follower},
};
use chrono::{DateTime, TimeDelta, Utc};
use entity::{import, membership::Role};
use futures_util::future::join_all;
use leadwire::{
    imports::events::{ImportProgressed, ImportRef},
    kernel::tx::Tx,
};
use sea_orm::EntityTrait;
use serde_json::{Value, json};

const FILE: &[u8] = b"Email,First name,City\nana@acme.example,Anna,Rome\nbo@blue.example,Bo,Bonn\n";
const FOLLOW: &str = "subscription($f: LeadChangesFilter, $a: Cursor) {
    leadChanges(filter: $f, after: $a) { kind leadId leadIds lead { id } } }";

#[tokio::test]
async fn whoever_imports_is_told_once_when_the_leads_are_there_and_nobody_else() {
    let t = TestApp::start().await;
    let (ada, eve) = (t.agency("acme").await, t.agency("evil").await);
    let rea = ada.colleague(Role::Researcher).await;
    let import = created(&t, &rea, FILE, json!({})).await;
    done(&rea, "importMap", json!({ "id": import["id"] })).await;
    worked(&t, &rea, "importPlan", &import["id"]).await;
    assert!(rea.notifications().await.is_empty(), "a plan is no end");
    let applied = worked(&t, &rea, "importApply", &import["id"]).await;
    assert_eq!(
        (&applied["status"], &applied["job"]["status"]),
        (&json!("APPLIED"), &json!("COMPLETED")),
        "{applied:#}"
    );
    let told = rea.notifications().await;
    assert_eq!(told.len(), 1, "its jobs are not told of beside: {told:#?}");
    assert_eq!((&told[0]["kind"], &told[0]["level"]), (&json!("IMPORT_DONE"), &json!("SUCCESS")));
    assert_eq!((&told[0]["subjectType"], &told[0]["subjectId"]), (&json!("IMPORT"), &import["id"]));
    assert_eq!(told[0]["actionPath"], json!(format!("/imports/{}", import["id"].as_str().expect("an id"))));
    assert!(!told[0].to_string().contains("leads.csv"), "no words of theirs: {told:#?}");
    worked(&t, &rea, "importRevert", &import["id"]).await;
    assert_eq!(rea.notifications().await.len(), 1, "that it was undone is no import");
    rea.prefer("IMPORT_DONE", false).await;
    imported(&t, &rea, FILE, json!({})).await;
    assert_eq!(rea.notifications().await.len(), 1, "who does not want it is not told, nor of its jobs");
    for other in [&ada, &eve] {
        assert!(other.notifications().await.is_empty(), "they did not ask for it");
    }
}

/// What each of these follows, all after the same place.
async fn following(of: &Actor, after: &Value, filters: &[Value]) -> Vec<Follower> {
    join_all(filters.iter().map(|filter| Follower::open(of, FOLLOW, json!({ "f": filter, "a": after }))))
        .await
}

#[tokio::test]
async fn who_follows_leads_hears_of_a_file_by_what_is_known_of_all_its_rows() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let (spring, autumn) = (campaign(&ada, "Spring").await, campaign(&ada, "Autumn").await);
    let acme = crm::company(&ada, json!({ "name": "Acme", "domain": "acme.example" })).await;
    let ana = crm::lead(&ada, json!({ "email": "ana@acme.example", "companyId": acme["id"] })).await;
    let other = crm::lead(&ada, json!({ "fullName": "Somebody Else" })).await;
    let now = Follower::now(&ada).await;
    let of_files = |mut filter: Value| {
        filter["kinds"] = json!(["LEADS_IMPORTED", "LEADS_IMPORT_REVERTED"]);
        filter
    };
    let hear = [
        of_files(json!({ "campaignId": spring })),
        of_files(json!({ "ids": [ana["id"], other["id"]] })),
        of_files(json!({ "workspaceId": ada.workspace_id() })),
    ];
    let deaf = [
        of_files(json!({ "campaignId": autumn })),
        of_files(json!({ "ids": [other["id"]] })),
        of_files(json!({ "workspaceId": nobody("workspace_") })),
        // Of the rows of a file these are not known.
        of_files(json!({ "companyId": acme["id"] })),
        of_files(json!({ "statuses": ["NEW"] })),
        json!({ "kinds": ["LEAD_CREATED", "LEAD_DELETED"] }),
    ];
    let mut hearing = following(&ada, &now, &hear).await;
    let mut undoing = following(&ada, &now, &[json!({ "kinds": ["LEADS_IMPORT_REVERTED"] })]).await;
    let mut silent = following(&ada, &now, &deaf).await;

    let import = imported(&t, &ada, FILE, json!({ "campaignId": spring })).await;
    let bo = leads(&ada, "id email").await.into_iter().find(|lead| lead["email"] == "bo@blue.example");
    let bo = bo.expect("taken")["id"].clone();
    let undone = worked(&t, &ada, "importRevert", &import["id"]).await;
    assert_eq!(undone["revert"], json!({ "removed": 1, "restored": 1, "kept": 0, "companies": 0 }));
    let both = json!([bo, ana["id"]]);
    for (live, filter) in hearing.iter_mut().zip(&hear) {
        for kind in ["LEADS_IMPORTED", "LEADS_IMPORT_REVERTED"] {
            let told = live.next("leadChanges").await;
            let wanted = json!({ "kind": kind, "leadId": null, "leadIds": both, "lead": null });
            assert_eq!(told, wanted, "{filter}");
        }
    }
    assert_eq!(undoing[0].next("leadChanges").await["kind"], "LEADS_IMPORT_REVERTED");
    silent.append(&mut hearing);
    silent.append(&mut undoing);
    let quiet = join_all(silent.iter_mut().map(Follower::is_silent)).await;
    assert_eq!(quiet, [true; 10], "{deaf:#?}, then those who have heard all");
}

#[tokio::test]
async fn who_follows_a_company_hears_of_its_people_and_of_no_other() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let acme = crm::company(&ada, json!({ "name": "Acme", "domain": "acme.example" })).await;
    let spring = campaign(&ada, "Spring").await;
    let now = Follower::now(&ada).await;
    let filters =
        [json!({ "companyId": acme["id"] }), json!({ "campaignId": spring, "kinds": ["LEAD_TAGGED"] })];
    let mut live = following(&ada, &now, &filters).await;
    crm::lead(&ada, json!({ "email": "bo@blue.example" })).await;
    let ana = crm::lead(&ada, json!({ "email": "ana@acme.example", "companyId": acme["id"] })).await;
    crm::done(&ada, "leadTag", json!({ "id": ana["id"], "tags": ["before"] })).await;
    let join = json!({ "id": spring, "leadIds": [ana["id"]] });
    crm::run(&ada, "campaignAddLeads", join, "addedCount").await;
    crm::done(&ada, "leadTag", json!({ "id": ana["id"], "tags": ["after"] })).await;
    for kind in ["LEAD_CREATED", "LEAD_TAGGED", "LEAD_UPDATED", "LEAD_TAGGED"] {
        let told = live[0].next("leadChanges").await;
        assert_eq!((&told["kind"], &told["leadId"]), (&json!(kind), &ana["id"]));
    }
    let told = live[1].next("leadChanges").await;
    assert_eq!((&told["kind"], &told["leadId"]), (&json!("LEAD_TAGGED"), &ana["id"]));
    let quiet = join_all(live.iter_mut().map(Follower::is_silent)).await;
    assert_eq!(quiet, [true; 2], "before it joined, it was in no campaign");
}

#[tokio::test]
async fn the_log_names_the_list_and_the_campaign_and_nobody_by_name() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let spring = campaign(&ada, "Spring").await;
    let more = json!({ "campaignId": spring, "listName": "Fair" });
    let import = imported(&t, &ada, FILE, more).await;
    let list = "query($id: ID!) { leadList(id: $id) { name sourceFilename leadCount } }";
    let shown = ada.ask(list, json!({ "id": import["leadList"]["id"] })).await;
    assert_eq!(shown["leadList"], json!({ "name": "Fair", "sourceFilename": "leads.csv", "leadCount": 2 }));
    worked(&t, &ada, "importRevert", &import["id"]).await;
    let query = "{ events(first: 100, kinds: [LEADS_IMPORTED, LEADS_IMPORT_REVERTED]) { nodes {
        kind subjectType subjectId alsoTouches workspaceId campaignId payload } } }";
    let told = ada.ask(query, Value::Null).await["events"]["nodes"].clone();
    let told = told.as_array().expect("a list");
    let kinds: Vec<_> = told.iter().map(|event| event["kind"].clone()).collect();
    assert_eq!(kinds, ["LEADS_IMPORTED", "LEADS_IMPORT_REVERTED"]);
    for event in told {
        assert_eq!((&event["subjectType"], &event["subjectId"]), (&json!("IMPORT"), &import["id"]));
        assert_eq!(event["alsoTouches"], json!([import["leadList"]["id"], spring]));
        assert_eq!(
            (&event["workspaceId"], &event["campaignId"]),
            (&json!(ada.workspace_id()), &json!(spring))
        );
        assert!(!event.to_string().contains("acme.example"), "{event:#}");
    }
}

/// A plan states this after a turn that did not suffice for all rows: here as such a turn would.
#[tokio::test]
async fn how_far_a_plan_is_comes_as_a_number_and_is_nobodys_deed() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let import = created(&t, &ada, FILE, json!({})).await;
    let other = created(&t, &ada, b"Email\ncy@cyan.example\n", json!({})).await;
    let query = "subscription($id: ID!, $a: Cursor) { importProgress(id: $id, after: $a) {
        kind snapshot changes { field from to } import { id version } } }";
    let now = Follower::now(&ada).await;
    let mut own = Follower::open(&ada, query, json!({ "id": import["id"], "a": now })).await;
    let mut others = Follower::open(&ada, query, json!({ "id": other["id"], "a": now })).await;
    let rows = import::Entity::find().all(&t.database.connect().await).await.unwrap();
    let row = rows.iter().find(|row| json!(leadwire::graphql::Id(row.id).text()) == import["id"]);
    let mut tx = Tx::begin(&t.app, &ada.scope().await).await.unwrap();
    let fact = ImportProgressed { of: ImportRef::from(row.expect("it is there")), rows: 1_000 };
    tx.emit(&fact).await.unwrap();
    tx.commit().await.unwrap();
    let told = own.next("importProgress").await;
    let changes = json!([{ "field": "rows", "from": null, "to": 1_000 }]);
    assert_eq!(
        (&told["kind"], &told["snapshot"], &told["changes"]),
        (&json!("IMPORT_PROGRESSED"), &json!(false), &changes)
    );
    assert_eq!(told["import"], json!({ "id": import["id"], "version": import["version"] }));
    assert!(others.is_silent().await, "that is another import");
    let audited = ada.audit(json!({})).await;
    assert!(audited.iter().all(|entry| entry["action"] != "IMPORT_PROGRESSED"), "{audited:#?}");
}

#[tokio::test]
async fn each_step_has_its_time() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let import = created(&t, &ada, FILE, json!({})).await;
    let query = "query($id: ID!) { import(id: $id) { plannedAt appliedAt revertedAt } }";
    let times = async || {
        let shown = ada.ask(query, json!({ "id": import["id"] })).await["import"].clone();
        ["plannedAt", "appliedAt", "revertedAt"]
            .map(|step| shown[step].as_str().map(|at| at.parse::<DateTime<Utc>>().expect("a time")))
    };
    assert_eq!(times().await, [None; 3]);
    done(&ada, "importMap", json!({ "id": import["id"] })).await;
    let mut took = vec![];
    for step in ["importPlan", "importApply", "importRevert"] {
        t.advance(TimeDelta::minutes(1));
        worked(&t, &ada, step, &import["id"]).await;
        took.push(Some(t.app.now()));
        let mut wanted = took.clone();
        wanted.resize(3, None);
        assert_eq!(times().await.to_vec(), wanted, "{step}");
    }
}
