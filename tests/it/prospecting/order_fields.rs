//! What is to be found out, as whoever orders it says: nobody is asked for more.

use super::{scrape, support::Lab};
use crate::support::actor::{code, field};
use entity::{data_source::DataSourceKind as Kind, job, job::JobStatus, provider_call};
use leadwire::sandbox::SandboxSettings;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};

const ESTIMATE: &str = "query($ids: [ID!]!, $f: [EnrichField!]) { enrichmentEstimate(ids: $ids, fields: $f) {
    leads callsMax costMaxMicros costExpectedMicros sources { provider capability callsMax } } }";
const ENRICH: &str = "mutation($i: LeadEnrichInput!) { leadEnrich(input: $i) { id config } }";
const MANY: &str = "mutation($i: LeadsEnrichInput!) { leadsEnrich(input: $i) { id config } }";

impl Lab {
    /// Two who know people, one of whom tells their numbers.
    async fn two_know_people() -> Self {
        let lab = Self::with(SandboxSettings::default(), &[Kind::Apollo, Kind::Hunter]).await;
        let config = json!({ "phones": true, "requestsPerMinute": 60_000 });
        lab.connect(Kind::Zoominfo, config, json!({ "clientId": "sandbox", "clientSecret": "s" })).await;
        lab
    }

    /// Somebody of whom no source has ever heard, at a company they know.
    async fn unheard_of(&self, name: &str, company: &Value) -> Value {
        let input = json!({ "firstName": name, "lastName": "Knownhere", "companyId": company });
        self.made("leadCreate", input).await
    }

    async fn fedex(&self) -> Value {
        self.made("companyCreate", json!({ "name": "FedEx", "domain": "fedex.example" })).await
    }

    async fn priced(&self, lead: &Value, fields: Value) -> Value {
        let variables = json!({ "ids": [lead], "f": fields });
        self.admin.ask(ESTIMATE, variables).await["enrichmentEstimate"].clone()
    }

    /// Which providers were paid for a job, call by call.
    async fn asked(&self, job: &job::Model) -> Vec<String> {
        let calls = provider_call::Entity::find().filter(provider_call::Column::JobId.eq(job.id));
        let calls = calls.all(&self.test.database.connect().await).await.expect("read");
        calls.into_iter().map(|call| call.provider).collect()
    }
}

#[tokio::test]
async fn a_number_alone_is_looked_for_where_numbers_are_known_and_costs_less() {
    let lab = Lab::two_know_people().await;
    let company = lab.fedex().await;
    let (one, other) = (lab.unheard_of("Nobody", &company).await, lab.unheard_of("Noone", &company).await);
    let usual = lab.priced(&one, Value::Null).await;
    let number = lab.priced(&one, json!(["PHONE"])).await;
    assert_eq!((&usual["leads"], &number["leads"]), (&json!(1), &json!(1)));
    assert_eq!(number["callsMax"], 1, "{number:#}");
    for row in number["sources"].as_array().unwrap().iter().filter(|row| row["callsMax"] != 0) {
        assert_eq!((&row["provider"], &row["capability"]), (&json!("ZOOMINFO"), &json!("ENRICH_PERSON")));
    }
    for price in ["callsMax", "costMaxMicros"] {
        assert!(number[price].as_i64() < usual[price].as_i64(), "{price}: {number:#} {usual:#}");
    }
    assert!(number["costExpectedMicros"].as_i64() <= number["costMaxMicros"].as_i64(), "{number:#}");
    assert_eq!(lab.calls().await["requests"], json!([]), "nobody is asked for a price");

    let made = lab.admin.ask(ENRICH, json!({ "i": { "id": one, "fields": ["PHONE"] } })).await;
    assert_eq!(made["leadEnrich"]["config"]["fields"], json!(["PHONE"]));
    let job = lab.finish_job(&made["leadEnrich"]["id"]).await;
    assert_eq!((job.status, job.processed), (JobStatus::Completed, 1), "{job:#?}");
    assert!(job.cost_micros <= number["costMaxMicros"].as_i64().unwrap(), "{job:#?}");
    let asked = lab.asked(&job).await;
    assert_eq!(asked, ["ZOOMINFO"], "who knows no numbers is not asked");

    let made = lab.admin.ask(ENRICH, json!({ "i": { "id": other } })).await;
    let all = json!(["EMAIL", "TITLE", "LINKEDIN", "LOCATION", "COMPANY"]);
    assert_eq!(made["leadEnrich"]["config"]["fields"], all, "numbers are asked for by name only");
    let job = lab.finish_job(&made["leadEnrich"]["id"]).await;
    let usual = lab.asked(&job).await;
    assert!(usual.len() > asked.len() && usual.contains(&"APOLLO".to_owned()), "{usual:?}");
}

#[tokio::test]
async fn what_is_known_already_is_not_looked_for() {
    let lab = Lab::two_know_people().await;
    let company = lab.fedex().await;
    let lead = lab.unheard_of("Nobody", &company).await;
    lab.made("leadUpdate", json!({ "id": lead, "phone": "+49 30 901820" })).await;
    let number = lab.priced(&lead, json!(["PHONE"])).await;
    assert_eq!(
        (&number["leads"], &number["callsMax"], &number["costMaxMicros"]),
        (&json!(0), &json!(0), &json!(0)),
        "{number:#}"
    );
    let both = lab.priced(&lead, json!(["PHONE", "TITLE"])).await;
    assert_eq!((&both["leads"], &both["callsMax"]), (&json!(1), &json!(2)), "the title is not: {both:#}");
    let made = lab.admin.ask(MANY, json!({ "i": { "ids": [lead], "fields": ["PHONE"] } })).await;
    let job = lab.finish_job(&made["leadsEnrich"]["id"]).await;
    assert_eq!((job.status, job.processed), (JobStatus::Completed, 1), "{job:#?}");
    assert_eq!(lab.calls().await["requests"], json!([]), "nobody was asked");
}

#[tokio::test]
async fn a_list_is_worked_on_for_what_its_job_says_and_nonsense_is_refused() {
    let lab = Lab::two_know_people().await;
    let company = lab.fedex().await;
    let (one, other) = (lab.unheard_of("Nobody", &company).await, lab.unheard_of("Noone", &company).await);
    let made =
        lab.admin.ask(MANY, json!({ "i": { "ids": [one], "fields": ["PHONE", "EMAIL", "PHONE"] } })).await;
    assert_eq!(made["leadsEnrich"]["config"]["fields"], json!(["EMAIL", "PHONE"]), "each once");
    let list = lab.made("leadListCreate", json!({ "name": "Fair" })).await;
    let add = "mutation($i: LeadListAddLeadsInput!) { leadListAddLeads(input: $i) { addedCount } }";
    lab.admin.ask(add, json!({ "i": { "id": list, "leadIds": [other] } })).await;
    let with = |fields: Value| json!({ "i": { "kind": "ENRICH", "leadListId": list, "config": { "fields": fields }, "start": true } });
    for wrong in [json!("PHONE"), json!([]), json!(["NONSENSE"]), json!([1])] {
        let answer = lab.admin.gql(scrape::CREATE, with(wrong.clone())).await;
        assert_eq!((code(&answer), field(&answer)), ("BAD_USER_INPUT", "config.fields"), "{wrong}: {answer}");
    }
    let jobs = lab.admin.ask("{ jobs { totalCount } }", json!({})).await;
    assert_eq!(jobs["jobs"]["totalCount"], 1, "none was made");
    let made = lab.admin.ask(scrape::CREATE, with(json!(["PHONE"]))).await["jobCreate"].clone();
    assert_eq!((&made["kind"], &made["config"]["fields"]), (&json!("ENRICH"), &json!(["PHONE"])));
    let job = lab.finish_job(&made["id"]).await;
    assert_eq!((job.status, job.processed), (JobStatus::Completed, 1), "{job:#?}");
    assert_eq!(lab.asked(&job).await, ["ZOOMINFO"]);
}

#[tokio::test]
async fn nobody_is_paid_for_numbers_that_their_contract_leaves_out() {
    let lab = Lab::with(SandboxSettings::default(), &[Kind::Apollo, Kind::Zoominfo, Kind::Hunter]).await;
    let company = lab.fedex().await;
    let lead = lab.unheard_of("Nobody", &company).await;
    let number = lab.priced(&lead, json!(["PHONE"])).await;
    assert_eq!((&number["leads"], &number["callsMax"]), (&json!(1), &json!(0)), "{number:#}");
    assert_eq!(number["costMaxMicros"], 0);
    let made = lab.admin.ask(ENRICH, json!({ "i": { "id": lead, "fields": ["PHONE"] } })).await;
    let job = lab.finish_job(&made["leadEnrich"]["id"]).await;
    assert_eq!((job.status, job.processed, job.cost_micros), (JobStatus::Completed, 1, 0), "{job:#?}");
    assert_eq!(lab.calls().await["requests"], json!([]), "nobody was asked");
    let usual = lab.priced(&lead, Value::Null).await;
    assert!(usual["callsMax"].as_i64() > Some(2), "for what they do tell they are: {usual:#}");
}
