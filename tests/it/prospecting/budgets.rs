//! Budgets keep calls from being made; the ledger says what was spent, and what each provider gave for it.

use super::support::{ALL, DESCRIPTION, Lab};
use crate::support::actor::{code, field};
use entity::{job::JobStatus, membership::Role};
use leadwire::{kernel::provider::money, sandbox::SandboxSettings};
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};

const SET: &str = "mutation($i: BudgetSetInput!) { budgetSet(input: $i) { budget { id limitMicros spentMicros reservedMicros \
    remainingMicros reachedAt warnedAt version } } }";
const BUDGETS: &str =
    "{ budgets { totalCount nodes { scope limitMicros spentMicros reservedMicros reachedAt } } }";

impl Lab {
    async fn budget(&self, input: Value) -> Value {
        self.admin.ask(SET, json!({ "i": input })).await["budgetSet"]["budget"].clone()
    }

    async fn budgets(&self) -> Value {
        self.admin.ask(BUDGETS, Value::Null).await["budgets"].clone()
    }

    async fn paid(&self) -> usize {
        self.calls().await["calls"].as_array().expect("listed").len()
    }
}

#[tokio::test]
async fn a_budget_of_nothing_lets_nothing_be_paid_and_is_told_once_in_its_period() {
    let lab = Lab::with(SandboxSettings::default(), ALL).await;
    lab.budget(json!({ "scope": "AGENCY", "period": "MONTH", "limitMicros": 0 })).await;
    for _ in 0..2 {
        let request = lab.ask(DESCRIPTION).await;
        let job = lab.finish(&request).await;
        assert_eq!((job.status, job.cost_micros), (JobStatus::Completed, 0), "{job:#?}");
        assert!(!lab.results(&request).await.is_empty(), "what is free is found all the same");
        let degraded = lab.request(&request).await.degraded;
        assert!(degraded.0.iter().any(|what| what.reason == "over_budget"), "{degraded:#?}");
    }
    assert_eq!(lab.paid().await, 0);
    assert_eq!(lab.events("BUDGET_REACHED").await, 1, "once in its period");
    let told = lab.admin.ask("{ notifications(first: 50) { nodes { kind title } } }", Value::Null).await;
    let told = told["notifications"]["nodes"].as_array().unwrap().clone();
    let reached = told.iter().filter(|one| one["title"] == "The agency's budget is used up");
    assert_eq!(reached.count(), 1, "{told:#?}");
    // Raised, calls are made again.
    lab.budget(json!({ "scope": "AGENCY", "period": "MONTH", "limitMicros": 50_000_000 })).await;
    let request = lab.ask("Chief financial officers of health care companies in California").await;
    lab.finish(&request).await;
    assert!(lab.paid().await > 0);
}

#[tokio::test]
async fn the_smaller_of_two_budgets_holds_and_neither_is_overdrawn() {
    let lab = Lab::with(SandboxSettings::default(), ALL).await;
    let small = 150_000;
    lab.budget(json!({ "scope": "AGENCY", "limitMicros": 5_000_000 })).await;
    let whose = json!({ "scope": "WORKSPACE", "workspaceId": lab.admin.workspace_id(), "period": "DAY", "limitMicros": small });
    lab.budget(whose).await;
    let request = lab.ask(DESCRIPTION).await;
    let job = lab.finish(&request).await;
    assert_eq!(job.status, JobStatus::Completed);
    assert!(job.cost_micros > 0 && job.cost_micros <= small, "{job:#?}");
    let seen = lab.budgets().await;
    for one in seen["nodes"].as_array().unwrap() {
        assert_eq!(
            (&one["spentMicros"], &one["reservedMicros"]),
            (&json!(job.cost_micros), &json!(0)),
            "{seen:#}"
        );
        assert_eq!(one["reachedAt"].is_string(), one["scope"] == "WORKSPACE", "{seen:#}");
    }
    assert_eq!(lab.credits(&request).await, job.cost_micros, "the ledger and the job agree");
    assert!(lab.events("BUDGET_NEARLY_REACHED").await <= 1, "once in its period");
}

#[tokio::test]
async fn a_budget_set_in_the_middle_counts_what_was_spent_before() {
    let lab = Lab::with(SandboxSettings::default(), ALL).await;
    let request = lab.ask(DESCRIPTION).await;
    let spent = lab.finish(&request).await.cost_micros;
    let made = lab.budget(json!({ "scope": "AGENCY", "period": "MONTH", "limitMicros": spent })).await;
    assert_eq!((&made["spentMicros"], &made["remainingMicros"]), (&json!(spent), &json!(0)));
    assert!(made["warnedAt"].is_string() && made["reachedAt"].is_null());
    let gone = lab.budget(json!({ "scope": "AGENCY", "limitMicros": null })).await;
    assert!(gone.is_null());
    assert_eq!(lab.budgets().await["totalCount"], 0);
    assert_eq!((lab.events("BUDGET_SET").await, lab.events("BUDGET_REMOVED").await), (1, 1));
}

#[tokio::test]
async fn budgets_that_went_wrong_are_counted_anew_from_the_books() {
    let lab = Lab::with(SandboxSettings::default(), ALL).await;
    lab.budget(json!({ "scope": "AGENCY", "period": "MONTH", "limitMicros": 50_000_000 })).await;
    let whose =
        json!({ "scope": "WORKSPACE", "workspaceId": lab.admin.workspace_id(), "limitMicros": 50_000_000 });
    lab.budget(whose).await;
    let request = lab.ask(DESCRIPTION).await;
    assert!(lab.finish(&request).await.cost_micros > 0);
    let right = lab.budgets().await;
    let recount = async || money::recount(&lab.app, &lab.scope).await.unwrap();
    assert_eq!(recount().await, (2, 0), "as counted along the way");
    let db = lab.test.database.connect().await;
    let wrong = "UPDATE budget SET spent_micros = 1, reserved_micros = 77 WHERE scope = 'WORKSPACE'";
    db.execute_unprepared(wrong).await.unwrap();
    assert_ne!(lab.budgets().await, right);
    assert_eq!((recount().await, recount().await), ((2, 1), (2, 0)), "mended, once");
    assert_eq!(lab.budgets().await, right);
}

#[tokio::test]
async fn the_ledger_adds_up_and_says_what_each_provider_gave() {
    let lab = Lab::with(SandboxSettings::default(), ALL).await;
    let request = lab.ask(DESCRIPTION).await;
    let job = lab.finish(&request).await;
    let ask = "query($a: String) { creditEntries(first: 100, after: $a) { totalCount pageInfo { hasNextPage endCursor } \
        nodes { kind provider amountMicros providerCallId job { kind } workspaceId } } }";
    let (mut entries, mut after) = (vec![], Value::Null);
    loop {
        let page = lab.admin.ask(ask, json!({ "a": after })).await["creditEntries"].clone();
        entries.extend(page["nodes"].as_array().unwrap().clone());
        after = page["pageInfo"]["endCursor"].clone();
        if page["pageInfo"]["hasNextPage"] == false {
            break;
        }
    }
    let sum = |kind: &str| -> i64 {
        let of = entries.iter().filter(|entry| kind.is_empty() || entry["kind"] == kind);
        of.map(|entry| entry["amountMicros"].as_i64().unwrap()).sum()
    };
    assert_eq!((sum(""), sum("SETTLE")), (job.cost_micros, job.cost_micros));
    assert_eq!(sum("RESERVE"), -sum("REFUND"), "every reserve is given back");
    assert!(
        entries
            .iter()
            .all(|entry| entry["job"]["kind"] == "GENERATE_LEADS" && entry["workspaceId"].is_string())
    );
    let only = "query($f: CreditEntryFilter!) { creditEntries(filter: $f) { totalCount } }";
    let settled =
        json!({ "kind": { "eq": "SETTLE" }, "jobId": { "eq": leadwire::graphql::Id(job.id).text() } });
    let settled = lab.admin.ask(only, json!({ "f": settled })).await["creditEntries"]["totalCount"].clone();
    let expected = entries.iter().filter(|entry| entry["kind"] == "SETTLE").count();
    assert_eq!(settled, expected);

    let stats = "query($r: ProviderStatsRange!, $w: ID) { providerStats(range: $r, workspaceId: $w) { provider calls hits hitRate errors \
        unknown costMicros validEmails costPerValidEmailMicros } }";
    let range = json!({ "days": 1 });
    let each = lab.admin.ask(stats, json!({ "r": range })).await["providerStats"].clone();
    let each = each.as_array().unwrap();
    assert_eq!(each.iter().map(|one| one["costMicros"].as_i64().unwrap()).sum::<i64>(), job.cost_micros);
    assert!(each.iter().any(|one| one["validEmails"].as_i64().unwrap() > 0), "{each:#?}");
    for one in each {
        let known = one["calls"].as_f64().unwrap() - one["unknown"].as_f64().unwrap();
        let rate = (known > 0.0).then(|| one["hits"].as_f64().unwrap() / known);
        assert_eq!(one["hitRate"], json!(rate), "{one}");
        let emails = one["validEmails"].as_i64().unwrap();
        let each = (emails > 0).then(|| one["costMicros"].as_i64().unwrap() / emails);
        assert_eq!(one["costPerValidEmailMicros"], json!(each), "{one}");
    }
    let here = lab.admin.ask(stats, json!({ "r": range, "w": lab.admin.workspace_id() })).await;
    assert_eq!(here["providerStats"].as_array().unwrap().len(), each.len());
    for wrong in [json!({ "days": 0 }), json!({ "days": 3, "from": "2026-01-01T00:00:00Z" })] {
        let refused = lab.admin.gql(stats, json!({ "r": wrong })).await;
        assert_eq!((code(&refused), field(&refused)), ("BAD_USER_INPUT", "range"), "{wrong}");
    }
}

#[tokio::test]
async fn budgets_are_an_admins_and_what_is_wrong_is_named() {
    let lab = Lab::with(SandboxSettings::default(), &[]).await;
    let workspace = lab.admin.workspace_id();
    for (wrong, path) in [
        (json!({ "scope": "AGENCY", "limitMicros": -1 }), "limitMicros"),
        (json!({ "scope": "AGENCY" }), "limitMicros"),
        (json!({ "scope": "AGENCY", "limitMicros": 1, "warnPercent": 0 }), "warnPercent"),
        (json!({ "scope": "AGENCY", "workspaceId": workspace, "limitMicros": 1 }), "scope"),
        (json!({ "scope": "WORKSPACE", "limitMicros": 1 }), "workspaceId"),
        (json!({ "scope": "JOB", "limitMicros": 1 }), "jobId"),
    ] {
        let refused = lab.admin.gql(SET, json!({ "i": wrong })).await;
        assert_eq!((code(&refused), field(&refused)), ("BAD_USER_INPUT", path), "{wrong} {refused:#}");
    }
    let one = json!({ "scope": "WORKSPACE", "workspaceId": workspace, "limitMicros": 5 });
    let rob = lab.admin.colleague(Role::Researcher).await;
    let cleo = lab.admin.client().await;
    let eve = lab.test.agency("evil").await;
    assert_eq!(code(&rob.gql(SET, json!({ "i": one })).await), "FORBIDDEN");
    assert_eq!(code(&eve.gql(SET, json!({ "i": one })).await), "NOT_FOUND");
    lab.budget(one.clone()).await;
    assert_eq!(
        rob.ask(BUDGETS, Value::Null).await["budgets"]["totalCount"],
        1,
        "who spends sees what may be spent"
    );
    for ask in
        [BUDGETS, "{ creditEntries { totalCount } }", "{ providerStats(range: { days: 7 }) { calls } }"]
    {
        assert_eq!(code(&cleo.gql(ask, Value::Null).await), "FORBIDDEN", "{ask}");
    }
    let stale =
        json!({ "scope": "WORKSPACE", "workspaceId": workspace, "limitMicros": 6, "expectedVersion": 7 });
    assert_eq!(code(&lab.admin.gql(SET, json!({ "i": stale })).await), "CONFLICT");
    let none = json!({ "scope": "AGENCY", "limitMicros": null });
    assert_eq!(code(&lab.admin.gql(SET, json!({ "i": none })).await), "NOT_FOUND", "there is none");
    assert_eq!(lab.budgets().await["nodes"][0]["limitMicros"], 5, "no trace");
}
