//! Nobody is paid to find out more about who must not be contacted, whichever way it is asked for.

use super::support::{ALL, Lab};
use crate::support::actor::code;
use entity::{
    credit_entry,
    job::{self, JobStatus},
    provider_call,
};
use leadwire::sandbox::SandboxSettings;
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::{Value, json};

const VERIFY: &str = "mutation($i: EmailVerifyInput!) { emailVerify(input: $i) { id } }";

impl Lab {
    /// Nobody was asked, and nothing is on the books.
    async fn nothing_was_paid(&self) {
        assert_eq!(self.calls().await["requests"], json!([]), "nobody was asked");
        let db = self.test.database.connect().await;
        assert_eq!(provider_call::Entity::find().count(&db).await.unwrap(), 0, "no intent");
        assert_eq!(credit_entry::Entity::find().count(&db).await.unwrap(), 0, "nothing is reserved");
    }

    async fn line(&self, job: &Value) -> String {
        let ask = "query($id: ID!) { job(id: $id) { logs { nodes { message details } } } }";
        self.admin.ask(ask, json!({ "id": job })).await.to_string()
    }

    async fn suppress(&self, kind: &str, value: &Value) {
        self.made("suppressionAdd", json!({ "kind": kind, "value": value })).await;
    }
}

/// The job is over, and all of its `count` subjects are counted as suppressed.
fn left_alone(job: &job::Model, count: i32) {
    assert_eq!((job.status, job.processed, job.rejected), (JobStatus::Completed, count, count), "{job:#?}");
    assert_eq!((job.rejected_reasons.0.len(), job.cost_micros), (1, 0), "{job:#?}");
    assert!(job.rejected_reasons.0.contains_key("suppressed"), "{job:#?}");
}

#[tokio::test]
async fn the_address_of_a_suppressed_lead_is_not_checked() {
    let lab = Lab::with(SandboxSettings::default(), ALL).await;
    let address = json!("ana@kestrelfreight.example");
    let lead = lab.made("leadCreate", json!({ "fullName": "Ana Lima", "email": address })).await;
    lab.suppress("EMAIL", &address).await;
    let made = lab.made("emailVerify", json!({ "leadId": lead })).await;
    left_alone(&lab.finish_job(&made).await, 1);
    let told = lab.line(&made).await;
    assert!(told.contains("suppressed") && !told.contains("kestrelfreight"), "{told}");

    let list = lab.made("leadListCreate", json!({ "name": "Everybody" })).await;
    let add = "mutation($i: LeadListAddLeadsInput!) { leadListAddLeads(input: $i) { addedCount } }";
    lab.admin.ask(add, json!({ "i": { "id": list, "leadIds": [lead] } })).await;
    for kind in ["VERIFY", "ENRICH"] {
        let made = json!({ "kind": kind, "leadListId": list, "start": true });
        left_alone(&lab.finish_job(&lab.made("jobCreate", made).await).await, 1);
    }
    lab.nothing_was_paid().await;
}

#[tokio::test]
async fn a_bare_address_that_is_suppressed_or_erased_is_refused_and_one_suppressed_meanwhile_is_not_asked_about()
 {
    let lab = Lab::with(SandboxSettings::default(), ALL).await;
    let early = lab.made("emailVerify", json!({ "email": "bo@kestrelfreight.example" })).await;
    lab.suppress("DOMAIN", &json!("kestrelfreight.example")).await;
    left_alone(&lab.finish_job(&early).await, 1);

    let gone = json!({ "fullName": "Eli Ade", "email": "eli@heron.example" });
    let gone = lab.made("leadCreate", gone).await;
    let erase = "mutation($i: LeadEraseInput!) { leadErase(input: $i) { leadId } }";
    lab.admin.ask(erase, json!({ "i": { "id": gone, "reason": "They asked for it" } })).await;
    for email in ["bo@kestrelfreight.example", "Eli@heron.example"] {
        let refused = lab.admin.gql(VERIFY, json!({ "i": { "email": email } })).await;
        assert_eq!(code(&refused), "CONFLICT", "{refused}");
    }
    let jobs = lab.admin.ask("{ jobs { totalCount } }", Value::Null).await;
    assert_eq!(jobs["jobs"]["totalCount"], 1, "a refusal makes no job");
    lab.nothing_was_paid().await;
}

#[tokio::test]
async fn a_company_whose_domain_is_suppressed_is_left_as_it_is() {
    let lab = Lab::with(SandboxSettings::default(), ALL).await;
    let company = lab.made("companyCreate", json!({ "name": "FedEx", "domain": "fedex.example" })).await;
    lab.suppress("DOMAIN", &json!("fedex.example")).await;
    let made = lab.made("companyEnrich", json!({ "id": company })).await;
    left_alone(&lab.finish_job(&made).await, 1);
    let ask = "query($id: ID!) { company(id: $id) { industry enrichments { field } } }";
    let seen = lab.admin.ask(ask, json!({ "id": company })).await["company"].clone();
    assert_eq!(seen, json!({ "industry": null, "enrichments": [] }));
    lab.nothing_was_paid().await;
}

/// Nobody knew it of the lead: what is found out shows that they are somebody who opted out.
#[tokio::test]
async fn a_lead_that_turns_out_to_be_suppressed_learns_nothing_of_it() {
    let lab = Lab::with(SandboxSettings::default(), ALL).await;
    let (lead, person) = lab.half_known().await;
    let checks = async || {
        let paid = lab.calls().await["calls"].as_array().unwrap().clone();
        let is_theirs =
            |row: &Value| row["endpoint"] == "email-verifier" && row["fact"] == json!(person.email);
        paid.into_iter().filter(is_theirs).collect::<Vec<_>>()
    };
    lab.suppress("EMAIL", &json!(person.email)).await;
    let before = checks().await;
    let made = lab.made("leadEnrich", json!({ "id": lead })).await;
    let job = lab.finish_job(&made).await;
    assert_eq!((job.status, job.processed, job.rejected), (JobStatus::Completed, 1, 1), "{job:#?}");
    assert_eq!(job.rejected_reasons.0["suppressed"], 1);
    assert_eq!(checks().await, before, "their address was not checked");
    let ask = "query($id: ID!) { lead(id: $id) { title email emailStatus phone linkedinUrl enrichments { field } } }";
    let seen = lab.admin.ask(ask, json!({ "id": lead })).await["lead"].clone();
    let as_before = json!({ "title": "Written by hand", "email": null, "emailStatus": "UNKNOWN", "phone": null,
        "linkedinUrl": null, "enrichments": [] });
    assert_eq!(seen, as_before);
    let told = lab.line(&made).await;
    assert!(told.contains("suppressed") && !told.contains(person.email.as_deref().unwrap()), "{told}");
    assert_eq!(lab.calls().await["most_per_fact"], json!(1), "and nothing twice");
}

/// Who opted out is left alone, though nothing of them could be entered.
#[tokio::test]
async fn a_lead_that_unsubscribed_is_left_alone_though_nobody_knows_how_to_reach_it() {
    let lab = Lab::with(SandboxSettings::default(), ALL).await;
    let (lead, _) = lab.half_known().await;
    let update = "mutation($i: LeadUpdateInput!) { leadUpdate(input: $i) { id } }";
    lab.admin.ask(update, json!({ "i": { "id": lead, "status": "UNSUBSCRIBED" } })).await;
    let before = lab.calls().await["requests"].clone();
    let made = lab.made("leadEnrich", json!({ "id": lead })).await;
    left_alone(&lab.finish_job(&made).await, 1);
    assert_eq!(lab.calls().await["requests"], before, "nobody was asked");
    let ask = "query($id: ID!) { lead(id: $id) { email phone linkedinUrl enrichments { field } } }";
    let seen = lab.admin.ask(ask, json!({ "id": lead })).await["lead"].clone();
    assert_eq!(seen, json!({ "email": null, "phone": null, "linkedinUrl": null, "enrichments": [] }));
}
