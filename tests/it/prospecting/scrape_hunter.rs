//! Hunter, scraped: everybody known at companies that are named.

use super::{scrape::CREATE, support::Lab};
use crate::support::{actor::code, colleagues::known_to_hunter};
use entity::{data_source::DataSourceKind as Kind, job::JobStatus};
use leadwire::{graphql::Id, kernel::queue::manual, sandbox::SandboxSettings};
use serde_json::{Value, json};

/// What Hunter's credits cost at list price, in millionths.
const CREDIT: i64 = 25_000;
/// Companies that nobody knows between two that many work at.
const DOMAINS: [&str; 6] = [
    "aosmith.example",
    "nowhere-a.example",
    "nowhere-b.example",
    "nowhere-c.example",
    "nowhere-d.example",
    "fedex.example",
];

async fn lab() -> (Lab, Value) {
    let lab = Lab::with(SandboxSettings::default(), &[]).await;
    let row = lab.plug(Kind::Hunter).await;
    (lab, json!(Id(row.id).text()))
}

impl Lab {
    /// How often Hunter was asked, by path.
    async fn hunted(&self) -> Vec<(String, u64)> {
        let calls = self.calls().await;
        let rows = calls["requests"].as_array().unwrap().iter();
        rows.map(|row| (row["path"].as_str().unwrap().to_owned(), row["count"].as_u64().unwrap())).collect()
    }

    async fn credits_spent(&self) -> i64 {
        let calls = self.calls().await;
        let paid = calls["calls"].as_array().unwrap().iter();
        paid.map(|call| call["millicredits"].as_i64().unwrap()).sum::<i64>() / 1000
    }
}

#[tokio::test]
async fn everybody_known_at_companies_that_are_named_becomes_a_lead() {
    let (lab, source) = lab().await;
    let known: usize = DOMAINS.iter().map(|domain| known_to_hunter(domain)).sum();
    let more = json!({ "newListName": "Colleagues", "searchCriteria": { "companyDomains": DOMAINS } });
    let made = lab.scrape(&source, more.clone()).await;
    let job = lab.finish_job(&made["id"]).await;
    assert_eq!((job.status, job.processed), (JobStatus::Completed, known as i32), "{job:#?}");
    assert!(known > 10 && job.qualified > 0 && job.qualified + job.rejected == job.processed, "{job:#?}");
    assert!(lab.warnings(&made["id"]).await.is_empty(), "four that nobody knows do not end it");
    assert_eq!(
        lab.hunted().await,
        [("/v2/domain-search".to_owned(), DOMAINS.len() as u64)],
        "a page for each"
    );
    assert_eq!(job.cost_micros, CREDIT * lab.credits_spent().await, "as Hunter charges it");
    let ask = "{ leads(first: 50) { nodes { email company { domain } enrichments { field provider } } } }";
    let seen = lab.admin.ask(ask, json!({})).await["leads"]["nodes"].as_array().unwrap().clone();
    assert_eq!(seen.len(), usize::try_from(job.qualified).unwrap());
    for lead in &seen {
        let domain = lead["company"]["domain"].as_str().unwrap();
        assert!(DOMAINS.contains(&domain) && lead["email"].is_string(), "{lead:#}");
        let facts = lead["enrichments"].as_array().unwrap();
        let email = facts.iter().find(|fact| fact["field"] == "email");
        assert!(email.is_some_and(|fact| fact["provider"] == "HUNTER"), "{lead:#}");
    }

    // A limit is said to be one, and asks for no more than it allows.
    let few = json!({ "newListName": "Three", "searchCriteria": { "companyDomains": DOMAINS }, "limits": { "records": 3 } });
    let made = lab.scrape(&source, few).await;
    let job = lab.finish_job(&made["id"]).await;
    assert_eq!((job.status, job.processed, job.cost_micros), (JobStatus::Completed, 3, CREDIT), "{job:#?}");
    let told = lab.warnings(&made["id"]).await;
    assert!(told.last().unwrap().contains("stopped at the limit of 3; there is more"), "{told:?}");
}

#[tokio::test]
async fn it_goes_on_at_the_company_where_it_stood() {
    let (lab, source) = lab().await;
    let made = lab
        .scrape(&source, json!({ "newListName": "Slow", "searchCriteria": { "companyDomains": DOMAINS } }))
        .await;
    let slice = manual::hand_out(&lab.app).await.unwrap().unwrap();
    manual::work(&slice).await.unwrap();
    let steer = async |verb: &str| {
        let input = format!("J{}Input", &verb[1..]);
        let ask = format!("mutation($i: {input}!) {{ {verb}(input: $i) {{ status }} }}");
        lab.admin.ask(&ask, json!({ "i": { "id": made["id"] } })).await
    };
    steer("jobPause").await;
    lab.test.run_tasks().await;
    assert_eq!(lab.hunted().await, [("/v2/domain-search".to_owned(), 1)], "nobody is asked meanwhile");
    steer("jobResume").await;
    let job = lab.finish_job(&made["id"]).await;
    let known: usize = DOMAINS.iter().map(|domain| known_to_hunter(domain)).sum();
    assert_eq!((job.status, job.processed), (JobStatus::Completed, known as i32), "{job:#?}");
    assert_eq!(lab.hunted().await, [("/v2/domain-search".to_owned(), DOMAINS.len() as u64)], "none twice");
    assert_eq!(lab.calls().await["most_per_fact"], json!(1));
}

#[tokio::test]
async fn an_account_with_nothing_left_fails_the_job_and_finds_nobody() {
    let lab = Lab::with(SandboxSettings::default(), &[]).await;
    let row = lab.plug_with(Kind::Hunter, json!({ "apiKey": "broke" })).await;
    let source = json!(Id(row.id).text());
    let made = lab.scrape(&source, json!({ "searchCriteria": { "companyDomains": DOMAINS } })).await;
    let job = lab.finish_job(&made["id"]).await;
    assert_eq!((job.status, job.processed, job.cost_micros), (JobStatus::Failed, 0, 0), "{job:#?}");
    assert!(job.errors.0[0].message.contains("used up"), "{job:#?}");
    assert_eq!(lab.calls().await["calls"], json!([]), "nothing was charged");
}

#[tokio::test]
async fn without_companies_it_is_refused_before_a_list_is_made() {
    let (lab, source) = lab().await;
    let input = json!({ "kind": "SCRAPE", "dataSourceId": source, "searchCriteria": { "titles": ["CEO"] } });
    let refused = lab.admin.gql(CREATE, json!({ "i": input })).await;
    assert_eq!(code(&refused), "BAD_USER_INPUT");
    assert!(refused["errors"][0].to_string().contains("searchCriteria.companyDomains"), "{refused:#}");
    assert!(refused["errors"][0].to_string().contains("domains of the companies"), "{refused:#}");
    let seen = lab.admin.ask("{ jobs { totalCount } leadLists { totalCount } }", json!({})).await;
    assert_eq!(seen, json!({ "jobs": { "totalCount": 0 }, "leadLists": { "totalCount": 0 } }), "no trace");
    assert!(lab.hunted().await.is_empty());
}
