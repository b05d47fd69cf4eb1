//! Everything at a glance: what happened, how many there are, and whether it is more than before.

use super::support::{act, asked, contact, join, lead, overview, reply, week};
use crate::{
    crm::desk::{campaign, done},
    support::{
        actor::{code, field},
        app::TestApp,
    },
};
use chrono::TimeDelta;
use serde_json::{Value, json};

#[tokio::test]
async fn an_agency_in_which_nothing_happened_has_noughts_and_no_rates() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let is = week(&t, &ada).await;
    assert_eq!(
        is["leads"],
        json!({ "total": 0, "new": 0, "qualified": 0, "contacted": 0, "responded": 0,
        "conversionRate": null, "responseRate": null })
    );
    assert_eq!(is["campaigns"], json!({ "total": 0, "active": 0, "inactive": 0 }));
    assert_eq!(is["dataSources"]["total"], 0);
    assert_eq!(
        is["jobs"],
        json!({ "total": 0, "successful": 0, "running": 0, "pending": 0, "recordsScraped": 0 })
    );
    assert_eq!(is["trends"]["leads"], json!({ "current": 0, "previous": 0, "change": null }));
    assert_eq!(
        is["range"],
        json!({ "from": "2026-10-26T09:15:00+00:00", "to": "2026-11-02T09:15:00+00:00" })
    );
    assert_eq!(
        is["previousRange"],
        json!({ "from": "2026-10-19T09:15:00+00:00", "to": "2026-10-26T09:15:00+00:00" })
    );
    assert_eq!(is["asOf"], "2026-11-02T09:00:00+00:00");
}

#[tokio::test]
async fn what_happened_is_counted_when_it_happened_and_compared_with_before() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let old = [lead(&ada, "Old 1").await, lead(&ada, "Old 2").await];
    contact(&ada, &old[0]).await;
    t.advance(TimeDelta::days(8));
    let new = [lead(&ada, "New 1").await, lead(&ada, "New 2").await, lead(&ada, "New 3").await];
    let spring = campaign(&ada, "Spring").await;
    campaign(&ada, "Autumn").await;
    join(&ada, &spring, &[&new[0], &old[0]]).await;
    act(&ada, "campaignActivate", &spring).await;
    contact(&ada, &new[0]).await;
    contact(&ada, &new[0]).await;
    reply(&ada, &new[0]).await;
    act(&ada, "leadQualify", &new[0]).await;
    reply(&ada, &old[0]).await;
    let is = week(&t, &ada).await;
    assert_eq!(
        is["leads"],
        json!({ "total": 5, "new": 3, "qualified": 1, "contacted": 1, "responded": 2,
        "conversionRate": 1.0 / 3.0, "responseRate": 2.0 })
    );
    assert_eq!(is["trends"]["leads"], json!({ "current": 3, "previous": 2, "change": 0.5 }));
    assert_eq!(is["trends"]["responded"], json!({ "current": 2, "previous": 0, "change": null }));
    assert_eq!(is["campaigns"], json!({ "total": 2, "active": 1, "inactive": 1 }));
    let before =
        overview(&ada, json!({ "from": "2026-11-02T00:00:00Z", "to": "2026-11-03T00:00:00Z" })).await;
    assert_eq!((&before["leads"]["new"], &before["leads"]["contacted"]), (&json!(2), &json!(1)));
    assert_eq!(before["leads"]["total"], 5, "how many there are is always now");
}

#[tokio::test]
async fn what_is_deleted_restored_or_merged_happens_once() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let [a, b, c] = [lead(&ada, "A").await, lead(&ada, "B").await, lead(&ada, "C").await];
    for id in [&a, &b] {
        contact(&ada, id).await;
        act(&ada, "leadQualify", id).await;
    }
    let leads = async |t: &TestApp| {
        let is = week(t, &ada).await["leads"].clone();
        [&is["total"], &is["new"], &is["qualified"], &is["contacted"]].map(|n| n.as_i64().unwrap())
    };
    assert_eq!(leads(&t).await, [3, 3, 2, 2]);
    act(&ada, "leadDelete", &a).await;
    assert_eq!(leads(&t).await, [2, 3, 2, 2], "it happened all the same");
    act(&ada, "leadRestore", &a).await;
    assert_eq!(leads(&t).await, [3, 3, 2, 2]);
    let merged = done(&ada, "leadMerge", json!({ "winnerId": c, "loserId": a }), "merge { id }").await;
    assert_eq!(leads(&t).await, [2, 3, 2, 2], "one person was contacted once");
    done(&ada, "leadMergeUndo", json!({ "id": merged["merge"]["id"] }), "__typename").await;
    assert_eq!(leads(&t).await, [3, 3, 2, 2]);
    done(&ada, "leadErase", json!({ "id": b }), "__typename").await;
    assert_eq!(leads(&t).await, [2, 3, 2, 2], "numbers name nobody");
    done(&ada, "leadDisqualify", json!({ "id": a, "reason": "Too small" }), "id").await;
    act(&ada, "leadReopen", &a).await;
    contact(&ada, &a).await;
    act(&ada, "leadQualify", &a).await;
    assert_eq!(leads(&t).await, [2, 3, 3, 2], "decided again is decided twice, written to again is not");
}

#[tokio::test]
async fn absurd_ranges_are_refused_and_name_what_is_wrong() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    for (range, wrong) in [
        (r#"{ from: "2026-11-02T09:00:00Z", to: "2026-11-01T09:00:00Z" }"#, "range.to"),
        (r#"{ from: "2026-11-02T09:00:00Z", to: "2026-11-02T09:00:00Z" }"#, "range.to"),
        (r#"{ from: "1826-11-02T09:00:00Z" }"#, "range.from"),
        (r#"{ from: "-200000-11-02T09:00:00Z" }"#, "range.from"),
        (r#"{ from: "2026-01-01T00:00:00Z", to: "+200000-11-02T09:00:00Z" }"#, "range.from"),
        (r#"{ to: "2026-11-02T09:00:00Z" }"#, "range.from"),
        (r#"{ last: LAST_YEAR, from: "2026-11-01T09:00:00Z" }"#, "range.last"),
    ] {
        for asks in ["overview", "leads", "providers", "team"] {
            let answer = asked(&ada, &format!("{asks}(range: {range}) {{ __typename }}")).await;
            assert_eq!(
                (code(&answer), field(&answer)),
                ("BAD_USER_INPUT", wrong),
                "{asks} {range}: {answer}"
            );
        }
    }
    let future =
        overview(&ada, json!({ "from": "2026-11-01T00:00:00Z", "to": "2030-01-01T00:00:00Z" })).await;
    assert_eq!(future["leads"]["new"], 0);
    let distant =
        overview(&ada, json!({ "from": "1969-06-01T00:00:00Z", "to": "1970-06-01T00:00:00Z" })).await;
    assert_eq!(distant["leads"]["new"], 0, "before time was counted nothing happened");
}

#[tokio::test]
async fn a_range_ends_where_it_is_said_to_end() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    lead(&ada, "At nine").await;
    t.advance(TimeDelta::minutes(15));
    lead(&ada, "A quarter past").await;
    t.run_tasks().await;
    let new = async |from: &str, to: &str| {
        let is = overview(&ada, json!({ "from": from, "to": to })).await;
        is["leads"]["new"].as_i64().unwrap()
    };
    assert_eq!(new("2026-11-02T09:00:00Z", "2026-11-02T09:15:00Z").await, 1, "the end is not part of it");
    assert_eq!(new("2026-11-02T09:15:00Z", "2026-11-02T09:30:00Z").await, 1);
    assert_eq!(new("2026-11-01T00:00:00Z", "2026-11-02T09:00:00Z").await, 0);
    assert_eq!(new("2026-10-01T07:00:00Z", "2026-11-05T03:00:00Z").await, 2, "by days and by quarters");
    assert_eq!(
        new("2026-11-02T09:10:00Z", "2026-11-02T09:11:00Z").await,
        1,
        "no finer than a quarter of an hour"
    );
}

#[tokio::test]
async fn leads_are_told_apart_by_what_they_are() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let spring = campaign(&ada, "Spring").await;
    let input = |name: &str, source: Value| json!({ "fullName": name, "source": source });
    let fair =
        done(&ada, "leadCreate", input("A", json!("Fair")), "id").await["id"].as_str().unwrap().to_owned();
    done(&ada, "leadCreate", input("B", json!("Fair")), "id").await;
    done(&ada, "leadCreate", input("C", Value::Null), "id").await;
    join(&ada, &spring, &[&fair]).await;
    act(&ada, "leadQualify", &fair).await;
    t.run_tasks().await;
    let groups = async |arguments: &str| {
        let answer = asked(&ada, &format!("leads({arguments}) {{ groups {{ key count entered campaign {{ id }} }}
            statusBreakdown {{ status count entered }} topCampaigns {{ campaign {{ id }} metrics {{ totalLeads }} }} }}")).await;
        assert!(answer["errors"].is_null(), "{answer}");
        answer["data"]["analytics"]["leads"].clone()
    };
    let of = |answer: &Value, key: Value| {
        let groups = answer["groups"].as_array().unwrap();
        let found =
            groups.iter().find(|group| group["key"] == key).unwrap_or_else(|| panic!("{key}: {answer}"));
        (found["count"].as_i64().unwrap(), found["entered"].as_i64().unwrap())
    };
    let by_status = groups("groupBy: STATUS").await;
    assert_eq!((of(&by_status, json!("NEW")), of(&by_status, json!("QUALIFIED"))), ((2, 3), (1, 1)));
    assert_eq!(by_status["statusBreakdown"].as_array().unwrap().len(), 8, "every status");
    let by_qualification = groups("groupBy: QUALIFICATION").await;
    assert_eq!(of(&by_qualification, json!("PENDING")), (2, 3));
    let by_campaign = groups("groupBy: CAMPAIGN").await;
    assert_eq!(of(&by_campaign, json!("Spring")), (1, 1));
    assert_eq!(by_campaign["groups"][0]["campaign"]["id"], json!(spring));
    assert_eq!(by_campaign["topCampaigns"][0]["metrics"]["totalLeads"], 1);
    let by_source = groups("groupBy: SOURCE").await;
    assert_eq!((of(&by_source, json!("Fair")), of(&by_source, Value::Null)), ((2, 2), (1, 1)));
    assert_eq!(by_source["groups"][0]["key"], "Fair", "the largest first");
    let within = groups(&format!("groupBy: SOURCE, campaignId: \"{spring}\"")).await;
    assert_eq!(within["groups"].as_array().unwrap().len(), 1);
    let old =
        groups("groupBy: SOURCE, range: { from: \"2026-01-01T00:00:00Z\", to: \"2026-02-01T00:00:00Z\" }")
            .await;
    assert_eq!(of(&old, json!("Fair")), (2, 0), "there are two, made at another time");
}
