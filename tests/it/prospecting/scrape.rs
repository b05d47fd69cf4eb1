//! Scraping jobs: a source read to its end into a list and a campaign, and what is asked of them.

use super::support::Lab;
use crate::support::actor::{code, field};
use entity::{
    data_source::DataSourceKind as Kind,
    job::{self, JobStatus},
    membership::Role,
};
use leadwire::{connections, graphql::Id, prospecting, sandbox::SandboxSettings};
use serde_json::{Value, json};
use std::collections::BTreeSet;

pub const CREATE: &str = "mutation($i: JobCreateInput!) { jobCreate(input: $i) { id kind status config } }";
const SOURCE: &str = "query($id: ID!) { dataSource(id: $id) { totalJobs successfulJobs failedJobs totalRecords \
    jobs { totalCount nodes { id kind } } } }";

impl Lab {
    /// A scraping job of this source, started; more of its input in `more`.
    pub async fn scrape(&self, source: &Value, more: Value) -> Value {
        let mut input = json!({ "kind": "SCRAPE", "dataSourceId": source, "start": true });
        for (name, value) in more.as_object().unwrap() {
            input[name] = value.clone();
        }
        self.admin.ask(CREATE, json!({ "i": input })).await["jobCreate"].clone()
    }

    async fn refused(&self, input: Value) -> Value {
        self.admin.gql(CREATE, json!({ "i": input })).await
    }

    pub async fn made(&self, what: &str, input: Value) -> Value {
        let (verb, mut ty) = (what, what.to_owned());
        ty[..1].make_ascii_uppercase();
        let ask = format!("mutation($i: {ty}Input!) {{ {verb}(input: $i) {{ id }} }}");
        self.admin.ask(&ask, json!({ "i": input })).await[verb]["id"].clone()
    }
}

fn reasons(job: &job::Model) -> u32 {
    job.rejected_reasons.0.values().sum()
}

#[tokio::test]
async fn a_source_is_read_to_its_end_into_a_list_and_a_campaign() {
    let lab = Lab::with(SandboxSettings::default(), &[]).await;
    let row = lab.plug(Kind::HttpApi).await;
    let source = json!(Id(row.id).text());
    let campaign = lab.made("campaignCreate", json!({ "name": "Autumn" })).await;
    let domain = json!({ "kind": "DOMAIN", "value": "example.invalid" });
    lab.made("suppressionAdd", domain).await;
    let more = json!({ "newListName": "Operations", "campaignId": campaign,
        "searchCriteria": { "titles": ["Operations"], "countries": ["US"] }, "limits": { "records": 60 } });
    let made = lab.scrape(&source, more.clone()).await;
    assert_eq!((&made["kind"], &made["status"]), (&json!("SCRAPE"), &json!("RUNNING")));
    let job = lab.finish_job(&made["id"]).await;
    assert_eq!(job.status, JobStatus::Completed, "{job:#?}");
    assert!(job.qualified > 5 && job.processed <= 60, "{job:#?}");
    assert_eq!(job.processed, job.qualified + job.rejected, "everybody is accounted for");
    assert_eq!(i64::from(job.rejected), i64::from(reasons(&job)));
    let list = made["config"]["leadListId"].clone();
    let ask = "query($l: ID!, $c: ID!) { leadList(id: $l) { name leadCount } campaign(id: $c) { metrics { leads } } }";
    let seen = lab.admin.ask(ask, json!({ "l": list, "c": campaign })).await;
    assert_eq!(seen["leadList"], json!({ "name": "Operations", "leadCount": job.qualified }));
    assert_eq!(seen["campaign"]["metrics"]["leads"], job.qualified);
    let ask = "query($id: ID!) { job(id: $id) { rawDataFile { name bytes } resultFile { name } } }";
    let files = lab.admin.ask(ask, json!({ "id": made["id"] })).await["job"].clone();
    assert!(
        files["rawDataFile"]["bytes"].as_i64().unwrap() > 100 && files["resultFile"].is_null(),
        "{files:#}"
    );
    let counts = lab.admin.ask(SOURCE, json!({ "id": source })).await["dataSource"].clone();
    assert_eq!((&counts["totalJobs"], &counts["successfulJobs"]), (&json!(1), &json!(1)));
    assert_eq!((&counts["totalRecords"], &counts["jobs"]["totalCount"]), (&json!(job.processed), &json!(1)));
    let (all, mended) = connections::recount(&lab.app, &lab.scope, prospecting::records_of).await.unwrap();
    assert_eq!((all, mended), (1, 0), "the recount agrees");

    // Again, into the same list: everybody is known.
    let again =
        json!({ "leadListId": list, "searchCriteria": more["searchCriteria"], "limits": { "records": 60 } });
    let again = lab.finish_job(&lab.scrape(&source, again).await["id"]).await;
    assert_eq!((again.qualified, again.processed), (0, job.processed), "{again:#?}");
    assert!(again.rejected_reasons.0["duplicate"] >= u32::try_from(job.qualified).unwrap());
    let leads = lab.admin.ask("{ leads { totalCount } }", json!({})).await["leads"]["totalCount"].clone();
    assert_eq!(leads, job.qualified, "nobody twice");
    lab.events_are_gapless().await;
}

#[tokio::test]
async fn who_scores_too_little_is_left_out_and_the_log_is_filtered_by_level() {
    let lab = Lab::with(SandboxSettings::default(), &[]).await;
    let source = json!(Id(lab.plug(Kind::HttpApi).await.id).text());
    let more = json!({ "searchCriteria": { "titles": ["Operations"], "countries": ["US"], "industries": ["Logistics"] },
        "limits": { "records": 50, "minScore": 100 } });
    let made = lab.scrape(&source, more).await;
    let job = lab.finish_job(&made["id"]).await;
    assert_eq!((job.status, job.qualified), (JobStatus::Completed, 0), "{job:#?}");
    assert_eq!(job.rejected_reasons.0.get("scores below 100").copied().unwrap_or(0) > 0, job.processed > 0);
    let ask = "query($id: ID!) { job(id: $id) { debug: logs(level: DEBUG) { nodes { level } } \
        info: logs(level: INFO) { nodes { level message } } } }";
    let logs = lab.admin.ask(ask, json!({ "id": made["id"] })).await["job"].clone();
    let levels = |name: &str| logs[name]["nodes"].as_array().unwrap().len();
    assert!(levels("debug") > levels("info") && levels("info") == 1, "{logs:#}");
}

#[tokio::test]
async fn whoever_must_not_be_contacted_does_not_become_a_lead() {
    let lab = Lab::with(SandboxSettings::default(), &[]).await;
    let source = json!(Id(lab.plug(Kind::HttpApi).await.id).text());
    let more = json!({ "searchCriteria": { "titles": ["Operations"] }, "limits": { "records": 25 } });
    let first = lab.finish_job(&lab.scrape(&source, more.clone()).await["id"]).await;
    let found =
        lab.admin.ask("{ leads(first: 1) { nodes { id email } } }", json!({})).await["leads"]["nodes"][0]
            .clone();
    lab.made("suppressionAdd", json!({ "kind": "EMAIL", "value": found["email"] })).await;
    lab.made("leadDelete", json!({ "id": found["id"] })).await;
    let second = lab.finish_job(&lab.scrape(&source, more).await["id"]).await;
    assert_eq!(second.processed, first.processed);
    assert_eq!(second.rejected_reasons.0["suppressed"], 1, "{second:#?}");
    let ask = "query($e: String!) { leads(filter: { email: { eq: $e } }) { totalCount } }";
    let living = lab.admin.ask(ask, json!({ "e": found["email"] })).await["leads"]["totalCount"].clone();
    assert_eq!(living, 0);
}

#[tokio::test]
async fn what_cannot_be_scraped_is_refused_before_anything_is_made() {
    let lab = Lab::with(SandboxSettings::default(), &[]).await;
    let row = lab.plug(Kind::Apollo).await;
    let (apollo, hunter) = (json!(Id(row.id).text()), json!(Id(lab.plug(Kind::Hunter).await.id).text()));
    let silent = [Kind::Clearbit, Kind::Crunchbase, Kind::Model, Kind::Csv, Kind::Custom];
    let criteria = json!({ "titles": ["CEO"] });
    let with = |more: Value| {
        let mut input = json!({ "kind": "SCRAPE", "dataSourceId": apollo, "searchCriteria": criteria });
        for (name, value) in more.as_object().unwrap() {
            input[name] = value.clone();
        }
        input
    };
    for (more, path) in [
        (json!({ "dataSourceId": null }), "dataSourceId"),
        (json!({ "searchCriteria": {} }), "searchCriteria"),
        (json!({ "searchCriteria": [] }), "searchCriteria"),
        (json!({ "searchCriteria": { "titles": "CEO" } }), "searchCriteria.titles"),
        (json!({ "searchCriteria": { "title": ["CEO"] } }), "searchCriteria.title"),
        (json!({ "searchCriteria": { "titles": ["a\u{0}"] } }), "searchCriteria"),
        (json!({ "searchCriteria": { "countries": ["Narnia"] } }), "searchCriteria.countries.0"),
        (json!({ "searchCriteria": { "employeesMin": -5 } }), "searchCriteria.employeesMin"),
        (json!({ "limits": { "records": 0 } }), "limits.records"),
        (json!({ "limits": { "records": 1_000_001 } }), "limits.records"),
        (json!({ "dataSourceId": hunter }), "searchCriteria.companyDomains"),
        (json!({ "dataSourceId": hunter, "searchCriteria": {} }), "searchCriteria.companyDomains"),
        (
            json!({ "dataSourceId": hunter, "searchCriteria": { "companyDomains": [] } }),
            "searchCriteria.companyDomains",
        ),
        (json!({ "limits": { "minScore": 101 } }), "limits.minScore"),
        (json!({ "limits": { "costMicros": -1 } }), "limits.costMicros"),
        (json!({ "newListName": "" }), "newListName"),
    ] {
        let refused = lab.refused(with(more.clone())).await;
        assert_eq!((code(&refused), field(&refused)), ("BAD_USER_INPUT", path), "{more} {refused:#}");
    }
    let mut told = BTreeSet::new();
    for kind in silent {
        let source = Id(lab.plug(kind).await.id).text();
        let refused = lab.refused(with(json!({ "dataSourceId": source }))).await;
        assert_eq!(code(&refused), "CONFLICT", "{kind:?} cannot be searched: {refused:#}");
        told.insert(refused["errors"][0]["message"].to_string());
    }
    assert_eq!(told.len(), silent.len(), "each for its own reason: {told:#?}");
    lab.made("dataSourceUpdate", json!({ "id": apollo, "status": "INACTIVE" })).await;
    assert_eq!(code(&lab.refused(with(json!({}))).await), "CONFLICT", "it is switched off");
    let eve = lab.test.agency("evil").await;
    assert_eq!(code(&eve.gql(CREATE, json!({ "i": with(json!({})) })).await), "NOT_FOUND");
    let cleo = lab.admin.client().await;
    assert_eq!(code(&cleo.gql(CREATE, json!({ "i": with(json!({})) })).await), "FORBIDDEN");
    let rob = lab.admin.colleague(Role::Researcher).await;
    assert_eq!(
        code(&rob.gql(CREATE, json!({ "i": with(json!({})) })).await),
        "CONFLICT",
        "they may, it is off"
    );
    let seen = lab.admin.ask("{ jobs { totalCount } leadLists { totalCount } }", json!({})).await;
    assert_eq!(seen, json!({ "jobs": { "totalCount": 0 }, "leadLists": { "totalCount": 0 } }), "no trace");
}
