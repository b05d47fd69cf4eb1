//! Enrichment and verification of people who are known already.

use super::support::{ALL, DESCRIPTION, Lab};
use crate::support::{
    actor::{code, field},
    make,
};
use entity::{data_source::DataSourceKind as Kind, ids::WorkspaceId, job::JobStatus, provider_call};
use leadwire::{graphql::Id, sandbox::SandboxSettings};
use sea_orm::EntityTrait;
use serde_json::{Value, json};

const CREATE: &str = "mutation($i: LeadCreateInput!) { leadCreate(input: $i) { id } }";
const ENRICH: &str = "mutation($i: LeadEnrichInput!) { leadEnrich(input: $i) { id kind status total } }";
const LEAD: &str = "query($id: ID!) { lead(id: $id) { fullName title email emailStatus linkedinUrl country
    company { name domain industry employeeCount } enrichments { field value provider isChosen } } }";

impl Lab {
    /// Somebody the sandbox knows, as a lead of whom only name and company are known.
    pub async fn half_known(&self) -> (Value, entity::prospect::Model) {
        let request = self.ask(DESCRIPTION).await;
        self.finish(&request).await;
        let people = self.results(&request).await;
        let person = people.into_iter().find(|p| p.email.is_some() && p.company_domain.is_some()).unwrap();
        let make = "mutation($i: CompanyCreateInput!) { companyCreate(input: $i) { id } }";
        let company = json!({ "i": { "name": person.company_name, "domain": person.company_domain } });
        let company = self.admin.ask(make, company).await["companyCreate"]["id"].clone();
        let input = json!({ "i": { "firstName": person.first_name, "lastName": person.last_name,
            "title": "Written by hand", "companyId": company } });
        (self.admin.ask(CREATE, input).await["leadCreate"]["id"].clone(), person)
    }
}

#[tokio::test]
async fn a_lead_is_filled_in_with_provenance_and_what_people_wrote_stays() {
    let lab = Lab::with(SandboxSettings::default(), ALL).await;
    let (lead, person) = lab.half_known().await;
    let made = lab.admin.ask(ENRICH, json!({ "i": { "id": lead } })).await;
    assert_eq!(made["leadEnrich"]["kind"], "ENRICH");
    let job = lab.finish_job(&made["leadEnrich"]["id"]).await;
    assert_eq!((job.status, job.processed), (JobStatus::Completed, 1), "{job:#?}");
    let seen = lab.admin.ask(LEAD, json!({ "id": lead })).await["lead"].clone();
    assert_eq!(seen["title"], "Written by hand");
    assert_eq!(seen["email"], json!(person.email), "{seen:#}");
    assert_eq!(seen["emailStatus"], "VALID");
    let facts = seen["enrichments"].as_array().unwrap();
    let email = facts.iter().find(|fact| fact["field"] == "email" && fact["isChosen"] == true).unwrap();
    assert_eq!(email["value"], seen["email"]);
    assert_eq!(lab.calls().await["most_per_fact"], json!(1), "what the request learnt was not paid again");
}

#[tokio::test]
async fn an_address_nobody_has_becomes_a_lead_and_its_owner_is_looked_up() {
    let lab = Lab::with(SandboxSettings::default(), ALL).await;
    let (_, person) = lab.half_known().await;
    let made = lab.admin.ask(ENRICH, json!({ "i": { "email": person.email } })).await;
    let job = lab.finish_job(&made["leadEnrich"]["id"]).await;
    assert_eq!(job.status, JobStatus::Completed);
    let found = lab.admin.ask("{ leads { nodes { email fullName } } }", json!({})).await;
    let leads = found["leads"]["nodes"].as_array().unwrap();
    assert!(leads.iter().any(|lead| lead["email"] == json!(person.email)), "{found}");
}

#[tokio::test]
async fn an_address_is_verified_and_the_verdict_is_on_the_lead() {
    let lab = Lab::with(SandboxSettings::default(), ALL).await;
    let (_, person) = lab.half_known().await;
    let input = json!({ "i": { "email": person.email } });
    let lead = lab.admin.ask(CREATE, input.clone()).await["leadCreate"]["id"].clone();
    let verify = "mutation($i: EmailVerifyInput!) { emailVerify(input: $i) { id kind } }";
    let made = lab.admin.ask(verify, json!({ "i": { "leadId": lead } })).await;
    assert_eq!(made["emailVerify"]["kind"], "VERIFY");
    assert_eq!(lab.finish_job(&made["emailVerify"]["id"]).await.status, JobStatus::Completed);
    let seen = lab.admin.ask(LEAD, json!({ "id": lead })).await;
    assert_ne!(seen["lead"]["emailStatus"], "UNKNOWN", "{seen}");

    let made = lab.admin.ask(verify, input).await;
    let job = lab.finish_job(&made["emailVerify"]["id"]).await;
    let log = "query($id: ID!) { job(id: $id) { logs { nodes { message details } } config } }";
    let seen = lab.admin.ask(log, json!({ "id": made["emailVerify"]["id"] })).await;
    assert_eq!(job.status, JobStatus::Completed);
    let told = seen.to_string();
    assert!(told.contains("The address is") && !told.contains(person.email.as_deref().unwrap()), "{told}");
}

#[tokio::test]
async fn a_company_is_filled_in() {
    let lab = Lab::with(SandboxSettings::default(), ALL).await;
    let make = "mutation($i: CompanyCreateInput!) { companyCreate(input: $i) { id } }";
    let company = lab.admin.ask(make, json!({ "i": { "name": "FedEx", "domain": "fedex.example" } })).await;
    let id = company["companyCreate"]["id"].clone();
    let enrich = "mutation($i: CompanyEnrichInput!) { companyEnrich(input: $i) { id } }";
    let made = lab.admin.ask(enrich, json!({ "i": { "id": id } })).await;
    assert_eq!(lab.finish_job(&made["companyEnrich"]["id"]).await.status, JobStatus::Completed);
    let query =
        "query($id: ID!) { company(id: $id) { industry employeeCount enrichments { field isChosen } } }";
    let seen = lab.admin.ask(query, json!({ "id": id })).await["company"].clone();
    assert!(seen["industry"].is_string() && seen["employeeCount"].is_number(), "{seen}");
    assert!(!seen["enrichments"].as_array().unwrap().is_empty());
}

#[tokio::test]
async fn the_price_is_told_before_and_is_not_exceeded() {
    let lab = Lab::with(SandboxSettings::default(), ALL).await;
    let make = json!({ "i": { "firstName": "Nobody", "lastName": "Knownhere" } });
    let lead = lab.admin.ask(CREATE, make).await["leadCreate"]["id"].clone();
    let query = "query($ids: [ID!]!) { enrichmentEstimate(ids: $ids) {
        leads callsMax costMaxMicros costExpectedMicros currency sources { source provider capability callsMax costMaxMicros } } }";
    let seen = lab.admin.ask(query, json!({ "ids": [lead] })).await["enrichmentEstimate"].clone();
    assert_eq!((&seen["leads"], &seen["currency"]), (&json!(1), &json!("USD")));
    assert!(seen["costExpectedMicros"].as_u64() <= seen["costMaxMicros"].as_u64(), "{seen}");
    assert_eq!(lab.calls().await["requests"], json!([]), "nobody was asked");
    let made = lab
        .admin
        .ask(
            "mutation($i: LeadsEnrichInput!) { leadsEnrich(input: $i) { id } }",
            json!({ "i": { "ids": [lead] } }),
        )
        .await;
    let job = lab.finish_job(&made["leadsEnrich"]["id"]).await;
    assert!(job.cost_micros <= seen["costMaxMicros"].as_i64().unwrap());
}

#[tokio::test]
async fn of_leads_of_several_clients_each_is_paid_for_by_its_own() {
    let lab = Lab::with(SandboxSettings::default(), ALL).await;
    let (first, second) = (lab.admin.workspace, make::workspace(&lab.test, &lab.admin).await);
    let limit = "mutation($i: BudgetSetInput!) { budgetSet(input: $i) { budget { id } } }";
    let none = json!({ "scope": "WORKSPACE", "workspaceId": Id(second).text(), "limitMicros": 0 });
    lab.admin.ask(limit, json!({ "i": none })).await;
    let mut ids = vec![];
    for (workspace, email) in [(first, "ada@first.example"), (second, "bo@second.example")] {
        let input = json!({ "workspaceId": Id(workspace).text(), "email": email });
        ids.push(lab.admin.ask(CREATE, json!({ "i": input })).await["leadCreate"]["id"].clone());
    }
    let enrich = "mutation($i: LeadsEnrichInput!) { leadsEnrich(input: $i) { id } }";
    let made = lab.admin.ask(enrich, json!({ "i": { "ids": ids } })).await;
    let job = lab.finish_job(&made["leadsEnrich"]["id"]).await;
    assert_eq!((job.status, job.processed), (JobStatus::Completed, 2), "{job:#?}");
    let calls = provider_call::Entity::find().all(&lab.test.database.connect().await).await.unwrap();
    assert!(!calls.is_empty());
    assert!(calls.iter().all(|call| call.workspace_id == Some(first)), "{calls:#?}");
}

/// A bare address belongs to nobody: whose money its check is has to be said.
#[tokio::test]
async fn the_check_of_a_bare_address_falls_under_its_clients_budget() {
    let lab = Lab::with(SandboxSettings::default(), &[Kind::Hunter]).await;
    let (first, second) = (lab.admin.workspace, make::workspace(&lab.test, &lab.admin).await);
    let limit = "mutation($i: BudgetSetInput!) { budgetSet(input: $i) { budget { id } } }";
    let none = json!({ "scope": "WORKSPACE", "workspaceId": Id(second).text(), "limitMicros": 0 });
    lab.admin.ask(limit, json!({ "i": none })).await;
    let verify = "mutation($i: EmailVerifyInput!) { emailVerify(input: $i) { id } }";
    let of = |workspace: WorkspaceId| json!({ "i": { "email": "ada@first.example", "workspaceId": Id(workspace).text() } });
    let refused = lab.admin.gql(verify, json!({ "i": { "email": "ada@first.example" } })).await;
    assert_eq!((code(&refused), field(&refused)), ("BAD_USER_INPUT", "workspaceId"), "there are two");

    let made = lab.admin.ask(verify, of(second)).await;
    let job = lab.finish_job(&made["emailVerify"]["id"]).await;
    assert_eq!((job.workspace_id, job.cost_micros), (Some(second), 0), "{job:#?}");
    assert_eq!(lab.calls().await["requests"], json!([]), "nobody was asked");
    let db = lab.test.database.connect().await;
    assert!(provider_call::Entity::find().all(&db).await.unwrap().is_empty());

    let made = lab.admin.ask(verify, of(first)).await;
    let job = lab.finish_job(&made["emailVerify"]["id"]).await;
    assert_eq!(job.status, JobStatus::Completed, "{job:#?}");
    let calls = provider_call::Entity::find().all(&db).await.unwrap();
    assert!(!calls.is_empty() && calls.iter().all(|call| call.workspace_id == Some(first)), "{calls:#?}");
}

#[tokio::test]
async fn refusals_name_the_field() {
    let lab = Lab::with(SandboxSettings::default(), &[]).await;
    for (input, path) in [(json!({}), "id"), (json!({ "email": "not an address" }), "email")] {
        let answer = lab.admin.gql(ENRICH, json!({ "i": input })).await;
        assert_eq!((code(&answer), field(&answer)), ("BAD_USER_INPUT", path), "{answer}");
    }
    let client = lab.admin.client().await;
    let answer = client.gql(ENRICH, json!({ "i": {} })).await;
    assert_eq!(code(&answer), "FORBIDDEN");
}

#[tokio::test]
async fn nobody_is_paid_to_find_out_more_about_who_must_not_be_contacted() {
    let lab = Lab::with(SandboxSettings::default(), ALL).await;
    let input = json!({ "firstName": "Ana", "lastName": "Lima", "email": "ana@kestrelfreight.example" });
    let lead = lab.made("leadCreate", input).await;
    lab.made("suppressionAdd", json!({ "kind": "DOMAIN", "value": "kestrelfreight.example" })).await;
    let made = lab.admin.ask(ENRICH, json!({ "i": { "id": lead } })).await;
    let job = lab.finish_job(&made["leadEnrich"]["id"]).await;
    assert_eq!((job.status, job.processed, job.rejected), (JobStatus::Completed, 1, 1), "{job:#?}");
    assert_eq!(job.rejected_reasons.0["suppressed"], 1);
    assert_eq!(lab.calls().await["requests"], json!([]), "nobody was asked");

    let answer = lab.admin.gql(ENRICH, json!({ "i": { "email": "bo@kestrelfreight.example" } })).await;
    assert_eq!(code(&answer), "CONFLICT", "{answer}");
    let left = lab.admin.ask("{ leads { totalCount } jobs { totalCount } }", json!({})).await;
    assert_eq!(left, json!({ "leads": { "totalCount": 1 }, "jobs": { "totalCount": 1 } }));
}
