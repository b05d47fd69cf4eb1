//! What paid work would cost is said before, and is not exceeded by what is booked.

use super::{
    scrape_troubles::{lab_at, page},
    support::{ALL, DESCRIPTION, Lab},
};
use crate::support::actor::{code, field};
use entity::{data_source::DataSourceKind as Kind, job::JobStatus};
use leadwire::{graphql::Id, sandbox::SandboxSettings};
use serde_json::{Value, json};

const ORDER: &str = "query($ids: [ID!], $list: ID, $companies: [ID!], $verify: Boolean! = false) {
    enrichmentEstimate(ids: $ids, leadListId: $list, companyIds: $companies, verify: $verify) {
    leads callsMax costMaxMicros costExpectedMicros sources { capability callsMax costMaxMicros } } }";
const SCRAPE: &str = "query($s: ID!, $r: Int) { scrapeEstimate(dataSourceId: $s, records: $r) {
    callsMax costMaxMicros costExpectedMicros currency sources { source provider capability callsMax } } }";
const REQUEST: &str = "query($n: Int, $s: [ID!]) { leadRequestEstimate(maxResults: $n, dataSourceIds: $s) {
    callsMax costMaxMicros costExpectedMicros sources { provider capability callsMax costMaxMicros } } }";

impl Lab {
    async fn estimate(&self, about: Value) -> Value {
        self.admin.ask(ORDER, about).await["enrichmentEstimate"].clone()
    }
}

fn most(estimate: &Value) -> i64 {
    estimate["costMaxMicros"].as_i64().unwrap()
}

#[tokio::test]
async fn a_list_is_priced_as_its_jobs_take_it() {
    let lab = Lab::with(SandboxSettings::default(), ALL).await;
    let list = lab.made("leadListCreate", json!({ "name": "Everybody" })).await;
    let mut leads = vec![];
    for lead in [
        json!({ "fullName": "Ada Quist", "email": "ada@first.example" }),
        json!({ "fullName": "Bo Roe", "email": "bo@second.example" }),
        json!({ "fullName": "Cy Lund" }),
    ] {
        leads.push(lab.made("leadCreate", lead).await);
    }
    let add = "mutation($i: LeadListAddLeadsInput!) { leadListAddLeads(input: $i) { addedCount } }";
    lab.admin.ask(add, json!({ "i": { "id": list, "leadIds": leads } })).await;

    let check = lab.estimate(json!({ "list": list, "verify": true })).await;
    let same = lab.estimate(json!({ "ids": leads, "verify": true })).await;
    assert_eq!((&check["leads"], &check["costMaxMicros"]), (&json!(2), &same["costMaxMicros"]), "{check:#}");
    let asked = check["sources"].as_array().unwrap();
    assert!(most(&check) > 0 && asked.iter().all(|one| one["capability"] == "VERIFY_EMAIL"), "{check:#}");
    let whole = lab.estimate(json!({ "list": list })).await;
    assert!(whole["leads"] == 3 && most(&whole) > most(&check), "{whole:#}");
    assert_eq!(lab.calls().await["requests"], json!([]), "nobody was asked");

    for (kind, estimate) in [("VERIFY", check), ("ENRICH", whole)] {
        let made = json!({ "kind": kind, "leadListId": list, "start": true });
        let job = lab.finish_job(&lab.made("jobCreate", made).await).await;
        assert_eq!(job.status, JobStatus::Completed, "{job:#?}");
        assert!(job.cost_micros <= most(&estimate), "{job:#?} {estimate:#}");
        // Whom nobody knows costs nothing; a check always does.
        assert!(kind == "ENRICH" || job.cost_micros > 0, "{job:#?}");
    }
}

#[tokio::test]
async fn companies_are_priced_too() {
    let lab = Lab::with(SandboxSettings::default(), ALL).await;
    let company = lab.made("companyCreate", json!({ "name": "FedEx", "domain": "fedex.example" })).await;
    let estimate = lab.estimate(json!({ "companies": [company] })).await;
    let job = lab.finish_job(&lab.made("companyEnrich", json!({ "id": company })).await).await;
    assert!(most(&estimate) > 0 && job.cost_micros <= most(&estimate), "{job:#?} {estimate:#}");
}

#[tokio::test]
async fn a_scraping_job_costs_what_was_said() {
    let price = 20_000;
    let (lab, _server, source) = lab_at(vec![page(0..25, Some(2)), page(25..50, None)], price).await;
    let estimate = lab.admin.ask(SCRAPE, json!({ "s": source, "r": 50 })).await["scrapeEstimate"].clone();
    assert_eq!(estimate["costExpectedMicros"], json!(2 * price), "two full pages: {estimate:#}");
    assert_eq!(estimate["sources"][0]["capability"], "SEARCH_PEOPLE");
    let made = lab.scrape(&source, json!({ "newListName": "Priced", "limits": { "records": 50 } })).await;
    let job = lab.end_of(&made["id"]).await;
    assert_eq!((job.status, job.cost_micros), (JobStatus::Completed, 2 * price), "{job:#?}");
    assert!(job.cost_micros <= most(&estimate), "{estimate:#}");
}

#[tokio::test]
async fn a_lead_request_costs_no_more_than_was_said() {
    let lab = Lab::with(SandboxSettings::default(), ALL).await;
    let estimate = lab.admin.ask(REQUEST, json!({})).await["leadRequestEstimate"].clone();
    assert!(estimate["costExpectedMicros"].as_i64().unwrap() <= most(&estimate), "{estimate:#}");
    assert_eq!(lab.calls().await["requests"], json!([]), "nobody was asked");
    let searches = |one: &&Value| one["capability"] == "SEARCH_PEOPLE" && one["provider"] == "HUNTER";
    let sources = estimate["sources"].as_array().unwrap();
    assert_eq!(sources.iter().filter(searches).count(), 0, "a request names no companies: {estimate:#}");
    let request = lab.ask(DESCRIPTION).await;
    let job = lab.finish(&request).await;
    assert!(!lab.calls().await["requests"].to_string().contains("domain-search"), "nor is Hunter asked");
    assert!(job.cost_micros > 0 && job.cost_micros <= most(&estimate), "{job:#?} {estimate:#}");
    assert_eq!(lab.credits(&request).await, job.cost_micros);
}

#[tokio::test]
async fn what_cannot_be_ordered_has_no_price() {
    let lab = Lab::with(SandboxSettings::default(), &[]).await;
    let crunchbase = json!(Id(lab.plug(Kind::Crunchbase).await.id).text());
    let apollo = json!(Id(lab.plug(Kind::Apollo).await.id).text());
    let lead = lab.made("leadCreate", json!({ "fullName": "Ada Quist" })).await;
    let company = lab.made("companyCreate", json!({ "name": "Acme" })).await;
    for (ask, about, path) in [
        (ORDER, json!({}), "ids"),
        (ORDER, json!({ "ids": [lead], "companies": [company] }), "ids"),
        (ORDER, json!({ "companies": [company], "verify": true }), "verify"),
        (SCRAPE, json!({ "s": apollo, "r": 0 }), "records"),
        (SCRAPE, json!({ "s": apollo, "r": 1_000_001 }), "records"),
        (REQUEST, json!({ "n": 101 }), "maxResults"),
    ] {
        let refused = lab.admin.gql(ask, about.clone()).await;
        assert_eq!((code(&refused), field(&refused)), ("BAD_USER_INPUT", path), "{about} {refused:#}");
    }
    assert_eq!(
        code(&lab.admin.gql(SCRAPE, json!({ "s": crunchbase })).await),
        "CONFLICT",
        "it cannot search"
    );
    let (cleo, eve) = (lab.admin.client().await, lab.test.agency("evil").await);
    for (ask, about) in [
        (ORDER, json!({ "ids": [lead] })),
        (SCRAPE, json!({ "s": apollo })),
        (REQUEST, json!({ "s": [apollo] })),
    ] {
        assert_eq!(code(&cleo.gql(ask, about.clone()).await), "FORBIDDEN", "{ask}");
        assert_eq!(code(&eve.gql(ask, about).await), "NOT_FOUND", "{ask}");
    }
}
