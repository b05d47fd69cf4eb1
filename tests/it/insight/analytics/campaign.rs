//! A campaign's time line, in days, weeks and months of wherever the viewer is.

use super::support::{act, asked, contact, join, lead, reply};
use crate::{
    crm::desk::{campaign, done},
    support::{
        actor::{Actor, code, field},
        app::TestApp,
    },
};
use chrono::{DateTime, TimeDelta, Utc};
use leadwire::kernel::permission::Permission;
use serde_json::{Value, json};

/// Moves the clock to this instant, which is still to come.
fn until(t: &TestApp, at: &str) {
    let at: DateTime<Utc> = at.parse().unwrap();
    let left = at - t.app.now();
    assert!(left >= TimeDelta::zero(), "the clock goes on only");
    t.advance(left);
}

/// Date and number of leads that joined, of the points that are not empty.
async fn joined(who: &Actor, id: &str, every: &str, zone: &str, range: &str) -> Vec<(String, i64)> {
    let arguments = format!("id: \"{id}\", groupBy: {every}, timeZone: \"{zone}\", range: {range}");
    let answer = asked(who, &format!("campaign({arguments}) {{ timeline {{ date totalLeads }} }}")).await;
    assert!(answer["errors"].is_null(), "{answer}");
    let points = answer["data"]["analytics"]["campaign"]["timeline"].as_array().unwrap().clone();
    let point =
        |point: &Value| (point["date"].as_str().unwrap().to_owned(), point["totalLeads"].as_i64().unwrap());
    points.iter().map(point).filter(|(_, leads)| *leads > 0).collect()
}

fn points(all: &[(&str, i64)]) -> Vec<(String, i64)> {
    all.iter().map(|(date, leads)| ((*date).to_owned(), *leads)).collect()
}

#[tokio::test]
async fn days_are_the_viewers_when_clocks_are_put_forward_and_back() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let spring = campaign(&ada, "Spring").await;
    // In Berlin summer time begins on 28 March 2027 at one o'clock UTC and ends on 31 October 2027 at one o'clock.
    for at in [
        "2027-03-27T22:59:59Z",
        "2027-03-27T23:00:00Z",
        "2027-03-28T21:59:59Z",
        "2027-03-28T22:00:00Z",
        "2027-10-30T21:59:59Z",
        "2027-10-30T22:00:00Z",
        "2027-10-31T22:59:59Z",
        "2027-10-31T23:00:00Z",
    ] {
        until(&t, at);
        let id = lead(&ada, at).await;
        join(&ada, &spring, &[&id]).await;
    }
    t.run_tasks().await;
    let year = "{ from: \"2027-01-01T00:00:00Z\", to: \"2028-01-01T00:00:00Z\" }";
    let berlin = points(&[
        ("2027-03-27", 1),
        ("2027-03-28", 2),
        ("2027-03-29", 1),
        ("2027-10-30", 1),
        ("2027-10-31", 2),
        ("2027-11-01", 1),
    ]);
    assert_eq!(joined(&ada, &spring, "DAY", "Europe/Berlin", year).await, berlin);
    let utc = points(&[("2027-03-27", 2), ("2027-03-28", 2), ("2027-10-30", 2), ("2027-10-31", 2)]);
    assert_eq!(joined(&ada, &spring, "DAY", "UTC", year).await, utc);
    // A quarter off the hour: 23:00 UTC is a quarter to five on the next day.
    let nepal = joined(&ada, &spring, "DAY", "Asia/Kathmandu", year).await;
    assert_eq!(nepal, points(&[("2027-03-28", 2), ("2027-03-29", 2), ("2027-10-31", 2), ("2027-11-01", 2)]));
    // 28 March and 31 October 2027 are Sundays: the week ends with them.
    let weeks = points(&[("2027-03-22", 3), ("2027-03-29", 1), ("2027-10-25", 3), ("2027-11-01", 1)]);
    assert_eq!(joined(&ada, &spring, "WEEK", "Europe/Berlin", year).await, weeks);
    let months = points(&[("2027-03-01", 4), ("2027-10-01", 3), ("2027-11-01", 1)]);
    assert_eq!(joined(&ada, &spring, "MONTH", "Europe/Berlin", year).await, months);
}

#[tokio::test]
async fn without_a_time_zone_days_are_those_of_the_person_who_asks() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let spring = campaign(&ada, "Spring").await;
    // In Tokyo it is the morning of the third.
    until(&t, "2026-11-02T20:00:00Z");
    let id = lead(&ada, "Jane").await;
    join(&ada, &spring, &[&id]).await;
    t.run_tasks().await;
    let day = async |who: &Actor, zone: &str| {
        let ask =
            format!("campaign(id: \"{spring}\"{zone}) {{ timeline {{ date totalLeads }} range {{ from }} }}");
        let answer = asked(who, &ask).await;
        assert!(answer["errors"].is_null(), "{answer}");
        let found = answer["data"]["analytics"]["campaign"].clone();
        let full = found["timeline"].as_array().unwrap().iter().find(|point| point["totalLeads"] == 1);
        let at = found["range"]["from"].as_str().unwrap().to_owned();
        (full.unwrap()["date"].as_str().unwrap().to_owned(), at[11..16].to_owned())
    };
    let utc = ("2026-11-02".to_owned(), "00:00".to_owned());
    let tokyo = ("2026-11-03".to_owned(), "15:00".to_owned());
    assert_eq!(day(&ada, "").await, utc, "she has not said where she is");
    done(&ada, "userUpdate", json!({ "timeZone": "Asia/Tokyo" }), "timeZone").await;
    assert_eq!(day(&ada, "").await, tokyo);
    assert_eq!(day(&ada, ", timeZone: \"UTC\"").await, utc, "what is asked for goes first");
    let machine = ada.api_key(&[Permission::Read]).await;
    assert_eq!(day(&machine, "").await, utc, "a key lives nowhere");
}

#[tokio::test]
async fn a_time_line_has_no_gaps_and_begins_with_a_whole_point() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let spring = campaign(&ada, "Spring").await;
    let id = lead(&ada, "Jane").await;
    join(&ada, &spring, &[&id]).await;
    t.run_tasks().await;
    let line = async |arguments: &str| {
        let query =
            format!("campaign(id: \"{spring}\", {arguments}) {{ timeline {{ date }} range {{ from to }} }}");
        let answer = asked(&ada, &query).await;
        assert!(answer["errors"].is_null(), "{answer}");
        let found = answer["data"]["analytics"]["campaign"].clone();
        let dates = found["timeline"].as_array().unwrap().iter();
        let dates: Vec<String> = dates.map(|point| point["date"].as_str().unwrap().to_owned()).collect();
        (dates, found["range"]["from"].as_str().unwrap().to_owned())
    };
    let (days, from) = line("range: { last: LAST_7_DAYS }").await;
    assert_eq!((days.len(), days[0].as_str(), days[7].as_str()), (8, "2026-10-26", "2026-11-02"));
    assert_eq!(from, "2026-10-26T00:00:00+00:00");
    let (weeks, from) = line("range: { last: LAST_30_DAYS }, groupBy: WEEK").await;
    assert_eq!(weeks, ["2026-09-28", "2026-10-05", "2026-10-12", "2026-10-19", "2026-10-26", "2026-11-02"]);
    assert_eq!(from, "2026-09-28T00:00:00+00:00");
    let (months, _) =
        line("range: { last: LAST_YEAR }, groupBy: MONTH, timeZone: \"America/New_York\"").await;
    assert_eq!((months.len(), months[0].as_str()), (13, "2025-11-01"));
    for (arguments, wrong) in [
        ("timeZone: \"Mars/Olympus\"", "timeZone"),
        ("timeZone: \"\"", "timeZone"),
        ("range: { from: \"2017-01-01T00:00:00Z\" }", "groupBy"),
    ] {
        let answer =
            asked(&ada, &format!("campaign(id: \"{spring}\", {arguments}) {{ timeline {{ date }} }}")).await;
        assert_eq!((code(&answer), field(&answer)), ("BAD_USER_INPUT", wrong), "{answer}");
    }
}

#[tokio::test]
async fn what_leads_do_counts_in_every_campaign_they_are_in() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let (spring, autumn) = (campaign(&ada, "Spring").await, campaign(&ada, "Autumn").await);
    let [jane, john] = [lead(&ada, "Jane").await, lead(&ada, "John").await];
    contact(&ada, &john).await;
    join(&ada, &spring, &[&jane, &john]).await;
    join(&ada, &autumn, &[&jane]).await;
    contact(&ada, &jane).await;
    reply(&ada, &jane).await;
    act(&ada, "leadQualify", &jane).await;
    done(&ada, "leadDisqualify", json!({ "id": john, "reason": "Too small" }), "id").await;
    t.run_tasks().await;
    let of = async |id: &str| {
        let fields = "metrics { totalLeads qualified contacted responded qualificationRate responseRate }
            timeline { totalLeads qualified contacted responded }
            distribution { status { status count entered } qualification { qualification count } }";
        let answer =
            asked(&ada, &format!("campaign(id: \"{id}\", range: {{ last: LAST_7_DAYS }}) {{ {fields} }}"))
                .await;
        assert!(answer["errors"].is_null(), "{answer}");
        answer["data"]["analytics"]["campaign"].clone()
    };
    let is = of(&spring).await;
    assert_eq!(
        is["metrics"],
        json!({ "totalLeads": 2, "qualified": 1, "contacted": 2, "responded": 1,
        "qualificationRate": 0.5, "responseRate": 0.5 })
    );
    let today = is["timeline"].as_array().unwrap().last().unwrap();
    let expected = json!({ "totalLeads": 2, "qualified": 1, "contacted": 1, "responded": 1 });
    assert_eq!(*today, expected, "John was written to before he joined");
    let count = |is: &Value, of: &str, key: &str, value: &str| {
        let all = is["distribution"][of].as_array().unwrap();
        all.iter().find(|share| share[key] == value).unwrap()["count"].as_i64().unwrap()
    };
    assert_eq!(count(&is, "status", "status", "QUALIFIED"), 1);
    assert_eq!(count(&is, "status", "status", "DISQUALIFIED"), 1);
    assert_eq!(count(&is, "status", "status", "NEW"), 0);
    assert_eq!(count(&is, "qualification", "qualification", "DISQUALIFIED"), 1);
    assert_eq!(of(&autumn).await["metrics"]["responseRate"], 1.0);
    done(&ada, "campaignRemoveLeads", json!({ "id": spring, "leadIds": [jane] }), "__typename").await;
    act(&ada, "leadReopen", &john).await;
    t.run_tasks().await;
    let is = of(&spring).await;
    assert_eq!((count(&is, "status", "status", "QUALIFIED"), count(&is, "status", "status", "NEW")), (0, 1));
    assert_eq!(is["timeline"].as_array().unwrap().last().unwrap()["totalLeads"], 2, "they had joined");
}

#[tokio::test]
async fn the_best_campaigns_come_first_and_rates_need_something_to_divide_by() {
    let t = TestApp::start().await;
    let ada = t.agency("acme").await;
    let (small, large) = (campaign(&ada, "Small").await, campaign(&ada, "Large").await);
    campaign(&ada, "Empty").await;
    let mut leads = vec![];
    for number in 0..3 {
        leads.push(lead(&ada, &format!("Lead {number}")).await);
    }
    join(&ada, &large, &leads.iter().collect::<Vec<_>>()).await;
    join(&ada, &small, &[&leads[0]]).await;
    act(&ada, "leadQualify", &leads[0]).await;
    let top = async |metric: &str, limit: i32| {
        let query = format!("{{ topCampaigns(metric: {metric}, limit: {limit}) {{ campaign {{ name }} }} }}");
        let answer = ada.gql(&query, json!({})).await;
        let all = answer["data"]["topCampaigns"].as_array().cloned().unwrap_or_default();
        let names: Vec<String> =
            all.iter().map(|one| one["campaign"]["name"].as_str().unwrap().to_owned()).collect();
        (names, code(&answer).to_owned())
    };
    assert_eq!(top("LEADS", 10).await.0, ["Large", "Small", "Empty"]);
    assert_eq!(top("LEADS", 1).await.0, ["Large"]);
    assert_eq!(top("QUALIFICATION_RATE", 10).await.0, ["Small", "Large"]);
    assert!(top("RESPONSE_RATE", 10).await.0.is_empty(), "nobody was written to");
    for limit in [0, -1, 101] {
        assert_eq!(top("LEADS", limit).await.1, "BAD_USER_INPUT");
    }
}
