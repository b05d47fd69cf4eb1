//! What jobs did, and what was asked of providers.

use super::support::{asked, week};
use crate::{
    crm::desk::typed,
    jobs::support,
    support::{actor::Actor, app::TestApp, make, rows::noon},
};
use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    enrichment,
    ids::{EnrichmentId, ProviderCallId},
    provider_call::{self, CallStatus},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use serde_json::{Value, json};

#[tokio::test]
async fn jobs_are_counted_when_they_are_made_and_when_they_end() {
    let t = support::start().await;
    let ada = t.agency("acme").await;
    t.job(&ada, 2, true).await;
    t.job(&ada, 1, false).await;
    t.job_with(&ada, 3, true, json!({ "failsAt": 2 })).await;
    let is = week(&t, &ada).await["jobs"].clone();
    let expected = json!({ "total": 3, "successful": 1, "running": 0, "pending": 1, "recordsScraped": 0 });
    assert_eq!(is, expected, "a synchronisation scrapes nothing");
    t.advance(TimeDelta::days(8));
    let later = week(&t, &ada).await["jobs"].clone();
    assert_eq!((&later["total"], &later["successful"], &later["pending"]), (&json!(0), &json!(0), &json!(1)));
}

struct Called<'a> {
    provider: &'a str,
    status: CallStatus,
    cost_micros: i64,
    at: DateTime<Utc>,
    /// What was kept of the answer: field and verdict.
    learnt: &'a [(&'a str, Option<&'a str>)],
}

/// As the books keep it: null, when there was no answer or nothing in it.
fn outcome(call: &Called<'_>) -> Value {
    match call.status {
        CallStatus::Done if call.learnt.is_empty() => Value::Null,
        CallStatus::Done => json!({ "told": "something" }),
        _ => json!({ "reason": "unreachable" }),
    }
}

async fn called(t: &TestApp, of: &Actor, call: Called<'_>) {
    let db = t.database.connect().await;
    let id = ProviderCallId::new();
    let row = provider_call::ActiveModel {
        id: Set(id),
        agency_id: Set(of.agency),
        provider: Set(call.provider.to_owned()),
        account: Set("account".to_owned()),
        operation: Set("match".to_owned()),
        fact_key: Set(id.to_string()),
        status: Set(call.status),
        cost_micros: Set(call.cost_micros),
        outcome: Set(Some(outcome(&call))),
        started_at: Set(call.at),
        ..Default::default()
    };
    row.insert(&db).await.expect("a call");
    let about = make::lead(t, of, "Jane").await;
    for (field, verdict) in call.learnt {
        let row = enrichment::ActiveModel {
            id: Set(EnrichmentId::new()),
            agency_id: Set(of.agency),
            lead_id: Set(Some(typed(&about))),
            provider_call_id: Set(Some(id)),
            provider: Set(call.provider.to_owned()),
            field: Set((*field).to_owned()),
            value: Set("value".to_owned()),
            confidence: Set(90),
            is_chosen: Set(true),
            validator_result: Set(verdict.map(str::to_owned)),
            fetched_at: Set(call.at),
            created_at: Set(call.at),
            ..Default::default()
        };
        row.insert(&db).await.expect("what it said");
    }
}

async fn providers(who: &Actor, range: &str) -> Value {
    let fields = "provider calls hits hitRate errors unknown validEmails
        cost { micros currency } costPerValidEmail { micros currency }";
    let answer = asked(who, &format!("providers(range: {range}) {{ {fields} }}")).await;
    assert!(answer["errors"].is_null(), "{answer}");
    answer["data"]["analytics"]["providers"].clone()
}

#[tokio::test]
async fn providers_are_told_by_what_they_cost_and_what_came_of_it() {
    let t = TestApp::start().await;
    let (ada, eve) = (t.agency("acme").await, t.agency("evil").await);
    let now = t.app.now();
    let apollo =
        |status, cost_micros, learnt| Called { provider: "APOLLO", status, cost_micros, at: now, learnt };
    let valid: &[(&str, Option<&str>)] = &[("email", Some("VALID")), ("title", None)];
    called(&t, &ada, apollo(CallStatus::Done, 30_000, valid)).await;
    called(&t, &ada, apollo(CallStatus::Done, 30_000, &[("email", Some("INVALID"))])).await;
    called(&t, &ada, apollo(CallStatus::Done, 30_000, &[])).await;
    called(&t, &ada, apollo(CallStatus::Failed, 0, &[])).await;
    called(&t, &ada, apollo(CallStatus::Unknown, 10_000, &[])).await;
    let long_ago =
        Called { provider: "HUNTER", status: CallStatus::Failed, cost_micros: 0, at: noon(), learnt: &[] };
    called(&t, &ada, long_ago).await;
    called(&t, &eve, apollo(CallStatus::Done, 1, &[])).await;
    assert_eq!(
        providers(&ada, "{ last: LAST_7_DAYS }").await,
        json!([{
            "provider": "APOLLO", "calls": 5, "hits": 2, "hitRate": 0.5, "errors": 1, "unknown": 1, "validEmails": 1,
            "cost": { "micros": 100_000, "currency": "USD" }, "costPerValidEmail": { "micros": 100_000, "currency": "USD" },
        }])
    );
    let all = providers(&ada, "{ from: \"2020-01-01T00:00:00Z\" }").await;
    assert_eq!(
        all[1],
        json!({ "provider": "HUNTER", "calls": 1, "hits": 0, "hitRate": 0.0, "errors": 1, "unknown": 0,
        "validEmails": 0, "cost": { "micros": 0, "currency": "USD" }, "costPerValidEmail": null })
    );
}

/// What `providerStats` says, in the words of `analytics.providers`.
async fn stats(who: &Actor) -> Value {
    let ask = "{ providerStats(range: { days: 7 }) { provider calls hits hitRate errors unknown validEmails currency
        costMicros costPerValidEmailMicros } }";
    let mut each = who.ask(ask, Value::Null).await["providerStats"].clone();
    for one in each.as_array_mut().unwrap() {
        let fields = one.as_object_mut().unwrap();
        let currency = fields.remove("currency").unwrap();
        let mut money = |name: &str| match fields.remove(name).unwrap() {
            Value::Null => Value::Null,
            micros => json!({ "micros": micros, "currency": currency }),
        };
        let (cost, each) = (money("costMicros"), money("costPerValidEmailMicros"));
        fields.insert("cost".into(), cost);
        fields.insert("costPerValidEmail".into(), each);
    }
    each
}

#[tokio::test]
async fn two_doors_tell_the_same_of_providers() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let now = t.app.now() - TimeDelta::minutes(1);
    let of =
        |provider, status, cost_micros, learnt| Called { provider, status, cost_micros, at: now, learnt };
    let valid: &[(&str, Option<&str>)] = &[("email", Some("VALID"))];
    // Found twice, it is one address.
    called(&t, &ada, of("APOLLO", CallStatus::Done, 30_000, valid)).await;
    called(&t, &ada, of("APOLLO", CallStatus::Done, 30_000, valid)).await;
    called(&t, &ada, of("APOLLO", CallStatus::Unknown, 30_000, &[])).await;
    called(&t, &ada, of("HUNTER", CallStatus::Done, 5_000, &[])).await;
    // Under way, it is not on the bill yet.
    called(&t, &ada, of("HUNTER", CallStatus::Intended, 5_000, &[])).await;
    let told = providers(&ada, "{ last: LAST_7_DAYS }").await;
    assert_eq!(told, stats(&ada).await);
    assert_eq!((&told[0]["hitRate"], &told[0]["validEmails"]), (&json!(1.0), &json!(1)), "{told:#}");
    assert_eq!((&told[1]["calls"], &told[1]["hits"], &told[1]["unknown"]), (&json!(1), &json!(0), &json!(0)));
}
