//! The door for machines: rules 16, 17 and 27.

use super::support::{done, history, lead, told};
use crate::support::{actor::Actor, app::TestApp};
use entity::{
    contact::EmailStatus,
    enrichment,
    ids::{EnrichmentId, LeadId, WorkspaceId},
    json::ScoreParts,
    lead,
};
use leadwire::{
    crm::leads::{
        LeadPatch,
        upsert::{
            EmailCheck, Enriched, Insight, KeptApart, Outcome, Source, UpsertLead, apply_facts, upsert,
        },
    },
    graphql::Id,
    kernel::{error::Error, patch::Patch, tx::Tx},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use serde_json::{Value, json};

fn set(text: &str) -> Patch<String> {
    Patch::Set(text.to_owned())
}

fn id(value: &Value) -> LeadId {
    Id::<LeadId>::read(value["id"].as_str().unwrap()).unwrap().0
}

fn known(workspace: WorkspaceId, source: Source, values: LeadPatch) -> UpsertLead {
    UpsertLead { workspace, source, values, insight: Insight::default() }
}

async fn merge(t: &TestApp, actor: &Actor, new: UpsertLead) -> (lead::Model, Outcome) {
    let mut tx = Tx::begin(&t.app, &actor.scope().await).await.unwrap();
    let done = upsert(&mut tx, new).await.unwrap();
    tx.commit().await.unwrap();
    done
}

async fn machine(t: &TestApp, actor: &Actor, values: LeadPatch) -> (lead::Model, Outcome) {
    merge(t, actor, known(actor.workspace, Source::Machine, values)).await
}

#[tokio::test]
async fn a_machine_fills_gaps_and_never_replaces_what_somebody_wrote() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let made = json!({ "fullName": "Jane Doe", "title": "My CTO", "email": "jane@globex.com", "tags": ["mine"], "customFields": { "a": 1 } });
    let jane = lead(&ada, made).await;
    let found = LeadPatch {
        email: set("JANE@globex.com"),
        full_name: set("Jane X. Doe"),
        title: set("Chief Technology Officer"),
        city: set("Berlin"),
        linkedin_url: set("linkedin.com/in/jane"),
        tags: Patch::Set(vec!["Found".into()]),
        custom_fields: Patch::Set(json!({ "a": 2, "b": 3 })),
        country: Patch::Clear,
        ..LeadPatch::default()
    };
    let (row, outcome) = machine(&t, &ada, found.clone()).await;
    assert_eq!((row.id, outcome), (id(&jane), Outcome::Updated(vec![])));
    assert_eq!((row.title.as_deref(), row.full_name.as_str()), (Some("My CTO"), "Jane Doe"));
    assert_eq!((row.city.as_deref(), row.linkedin_key.as_deref()), (Some("Berlin"), Some("jane")));
    assert_eq!(
        (row.tags.0, row.custom_fields),
        (vec!["mine".to_owned(), "found".to_owned()], json!({ "a": 1, "b": 3 }))
    );
    assert_eq!((row.email.as_deref(), row.version), (Some("jane@globex.com"), 2));
    let (_, outcome) = machine(&t, &ada, found).await;
    assert_eq!(outcome, Outcome::Unchanged(vec![]), "the second time nothing is new");
    assert_eq!(told(&t, &ada).await, ["LEAD_CREATED", "LEAD_TAGGED", "LEAD_UPDATED"]);
}

#[tokio::test]
async fn a_person_replaces_and_clears() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    lead(&ada, json!({ "fullName": "Jane Doe", "title": "CTO", "city": "Bonn", "email": "jane@globex.com" }))
        .await;
    let values = LeadPatch {
        email: set("jane@globex.com"),
        title: set("CEO"),
        city: Patch::Clear,
        ..LeadPatch::default()
    };
    let (row, _) = merge(&t, &ada, known(ada.workspace, Source::Person, values)).await;
    assert_eq!((row.title.as_deref(), row.city), (Some("CEO"), None));
    let bad = LeadPatch { email: set("jane@globex.com"), country: set("Mars"), ..LeadPatch::default() };
    let mut tx = Tx::begin(&t.app, &ada.scope().await).await.unwrap();
    let refused = upsert(&mut tx, known(ada.workspace, Source::Person, bad)).await;
    assert!(matches!(refused, Err(Error::Invalid(_))));
}

#[tokio::test]
async fn what_is_malformed_in_a_machines_words_is_left_out() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let values = LeadPatch {
        full_name: set("Jane Doe"),
        email: set("not an address"),
        phone: set("call me"),
        country: set("Mars"),
        title: set("CTO"),
        ..LeadPatch::default()
    };
    let (row, outcome) = machine(&t, &ada, values).await;
    assert_eq!(outcome, Outcome::Created(vec![]));
    assert_eq!((row.title.as_deref(), row.email, row.phone, row.country), (Some("CTO"), None, None, None));
    let mut tx = Tx::begin(&t.app, &ada.scope().await).await.unwrap();
    let nobody = known(ada.workspace, Source::Machine, LeadPatch { email: set("x"), ..LeadPatch::default() });
    assert!(matches!(upsert(&mut tx, nobody).await, Err(Error::Invalid(_))), "nothing says who it is");
}

#[tokio::test]
async fn contradicting_identities_are_kept_apart_and_named() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let jane = lead(&ada, json!({ "fullName": "Jane Doe", "email": "jane@globex.com", "linkedinUrl": "linkedin.com/in/jane", "phone": "+27215550100" })).await;
    let same_address = LeadPatch {
        full_name: set("Other"),
        email: set("jane@globex.com"),
        linkedin_url: set("linkedin.com/in/other"),
        ..LeadPatch::default()
    };
    let (row, outcome) = machine(&t, &ada, same_address).await;
    let apart = KeptApart { field: "linkedinUrl", with: id(&jane) };
    assert_eq!((row.id, outcome, row.version), (id(&jane), Outcome::Conflicting(apart), 1));
    let same_phone = LeadPatch {
        full_name: set("John Roe"),
        email: set("john@globex.com"),
        phone: set("+27 21 555 0100"),
        ..LeadPatch::default()
    };
    let (john, outcome) = machine(&t, &ada, same_phone).await;
    assert_eq!(outcome, Outcome::Created(vec![KeptApart { field: "phone", with: id(&jane) }]));
    assert_eq!(
        (john.phone.as_deref(), john.phone_key),
        (Some("+27 21 555 0100"), None),
        "a switchboard's number is kept, not a key"
    );
    let johns_address = LeadPatch {
        email: set("john@globex.com"),
        linkedin_url: set("linkedin.com/in/jane"),
        ..LeadPatch::default()
    };
    let (row, outcome) = machine(&t, &ada, johns_address).await;
    assert_eq!((row.id, row.linkedin_key), (john.id, None));
    assert_eq!(outcome, Outcome::Unchanged(vec![KeptApart { field: "linkedinUrl", with: id(&jane) }]));
    let by_profile = LeadPatch {
        email: set("new@globex.com"),
        linkedin_url: set("https://linkedin.com/in/JANE/"),
        ..LeadPatch::default()
    };
    let (row, _) = machine(&t, &ada, by_profile).await;
    assert_eq!((row.id, row.email_key.as_deref()), (id(&jane), Some("jane@globex.com")));
}

#[tokio::test]
async fn workspaces_agencies_and_deleted_leads_do_not_mix() {
    let t = TestApp::start().await;
    let (ada, eve) = (t.agency("acme").await, t.agency("evil").await);
    let gone = lead(&ada, json!({ "fullName": "Jane Doe", "email": "jane@globex.com" })).await;
    done(&ada, "leadDelete", json!({ "id": gone["id"] })).await;
    let jane =
        LeadPatch { full_name: set("Jane Doe"), email: set("jane@globex.com"), ..LeadPatch::default() };
    let (here, outcome) = machine(&t, &ada, jane.clone()).await;
    assert_eq!(outcome, Outcome::Created(vec![]));
    assert_ne!(here.id, id(&gone));
    let (there, outcome) = machine(&t, &eve, jane).await;
    assert_eq!((there.agency_id, outcome), (eve.agency, Outcome::Created(vec![])));
}

#[tokio::test]
async fn verification_counts_for_the_address_it_was_about() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let check = |email: &str| Insight {
        email_check: Some(EmailCheck { email: email.into(), status: EmailStatus::Valid, at: t.app.now() }),
        score: Some((101, ScoreParts::default())),
        ..Insight::default()
    };
    let values =
        LeadPatch { full_name: set("Jane Doe"), email: set("jane@globex.com"), ..LeadPatch::default() };
    let other = UpsertLead {
        insight: check("j@globex.com"),
        ..known(ada.workspace, Source::Machine, values.clone())
    };
    let (row, _) = merge(&t, &ada, other).await;
    assert_eq!((row.email_status, row.score), (EmailStatus::Unknown, Some(100)));
    let same =
        UpsertLead { insight: check("jane@globex.com"), ..known(ada.workspace, Source::Machine, values) };
    assert_eq!(merge(&t, &ada, same).await.0.email_status, EmailStatus::Valid);
}

async fn enrich(t: &TestApp, actor: &Actor, lead: LeadId, values: LeadPatch) -> Enriched {
    let mut tx = Tx::begin(&t.app, &actor.scope().await).await.unwrap();
    let enriched = apply_facts(&mut tx, lead, values, &Insight::default()).await.unwrap();
    tx.commit().await.unwrap();
    enriched
}

#[tokio::test]
async fn enrichment_replaces_what_a_provider_said_before_and_nothing_else() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let jane = lead(&ada, json!({ "fullName": "Jane Doe", "title": "CTO", "city": "Bonn" })).await;
    let john = lead(&ada, json!({ "fullName": "John Roe", "email": "john@globex.com" })).await;
    let said = enrichment::ActiveModel {
        id: Set(EnrichmentId::new()),
        agency_id: Set(ada.agency),
        lead_id: Set(Some(id(&jane))),
        provider: Set("APOLLO".into()),
        field: Set("city".into()),
        value: Set("Bonn".into()),
        confidence: Set(60),
        currency: Set("USD".into()),
        cost_micros: Set(20_000),
        is_chosen: Set(true),
        fetched_at: Set(t.app.now()),
        created_at: Set(t.app.now()),
        ..Default::default()
    };
    said.insert(&t.database.connect().await).await.unwrap();
    let values = LeadPatch {
        city: set("Berlin"),
        title: set("CIO"),
        department: set("IT"),
        email: set("john@globex.com"),
        phone: set("nope"),
        ..LeadPatch::default()
    };
    let Enriched { lead, filled, kept_apart } = enrich(&t, &ada, id(&jane), values).await;
    assert_eq!((lead.city.as_deref(), lead.title.as_deref()), (Some("Berlin"), Some("CTO")));
    assert_eq!((lead.department.as_deref(), lead.email), (Some("IT"), None));
    assert_eq!(filled, ["department", "city"]);
    assert_eq!(kept_apart, [KeptApart { field: "email", with: id(&john) }]);
    let line = ("ENRICHED".to_owned(), "Filled in department, city".to_owned());
    assert_eq!(history(&ada, &jane).await[0], line);
    let query = "query($id: ID!) { lead(id: $id) { enrichments { field value provider confidence costMicros currency isChosen } } }";
    let shown = ada.ask(query, json!({ "id": jane["id"] })).await;
    let expected = json!([{ "field": "city", "value": "Bonn", "provider": "APOLLO", "confidence": 60, "costMicros": 20_000, "currency": "USD", "isChosen": true }]);
    assert_eq!(shown["lead"]["enrichments"], expected);
    let again = enrich(&t, &ada, id(&jane), LeadPatch { city: set("Berlin"), ..LeadPatch::default() }).await;
    assert_eq!((again.filled.len(), again.lead.version), (0, lead.version));
    assert_eq!(told(&t, &ada).await.last().unwrap(), "LEAD_ENRICHED");
}
