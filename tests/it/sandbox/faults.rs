//! The knobs: errors, limits, latency and bad data, as much as asked for and always the same.

use super::support::Lab;
use leadwire::sandbox::{
    Provider::{Apollo, Clearbit, Hunter},
    Sandbox, SandboxSettings,
};
use reqwest::Method;
use serde_json::{Value, json};
use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

const COMPANY: &str = "/api/v1/organizations/enrich?domain=3m.example";

fn faulty(charged_error_share: f64) -> SandboxSettings {
    SandboxSettings { error_rate: 1.0, charged_error_share, slow_ms: 5, ..SandboxSettings::default() }
}

async fn outcomes(lab: &Lab, times: usize) -> BTreeMap<String, usize> {
    let mut seen = BTreeMap::new();
    for _ in 0..times {
        let answer = lab.get(Apollo, COMPANY).await;
        let is_json = serde_json::from_str::<Value>(&answer.text).is_ok();
        let name = match (answer.status, answer.header("retry-after")) {
            (429, Some(_)) => "429 with a time".to_owned(),
            (200, _) if !is_json => "200 cut short".to_owned(),
            (200, _) if answer.text.contains("error_code") => "200 with an error".to_owned(),
            (status, _) => status.to_string(),
        };
        *seen.entry(name).or_default() += 1;
    }
    seen
}

#[tokio::test]
async fn errors_come_in_every_kind_and_cost_nothing_unless_asked_to() {
    let lab = Lab::with(faulty(0.0)).await;
    let seen = outcomes(&lab, 80).await;
    for kind in ["500", "503", "504", "429", "429 with a time", "200 cut short", "200 with an error"] {
        assert!(seen.contains_key(kind), "{kind} is missing: {seen:?}");
    }
    assert_eq!(lab.calls().await["calls"], json!([]));
}

#[tokio::test]
async fn charged_errors_are_counted_though_nothing_useful_came_back() {
    let lab = Lab::with(faulty(1.0)).await;
    let seen = outcomes(&lab, 30).await;
    assert!(!seen.contains_key("429") && !seen.contains_key("429 with a time"), "{seen:?}");
    assert_eq!(lab.calls().await["calls"][0]["count"], json!(30));
}

#[tokio::test]
async fn the_same_seed_fails_in_the_same_order() {
    let settings = || SandboxSettings { error_rate: 0.5, slow_ms: 1, ..SandboxSettings::default() };
    let (one, two) = (Lab::with(settings()).await, Lab::with(settings()).await);
    let (mut statuses, mut bodies) = ((Vec::new(), Vec::new()), (Vec::new(), Vec::new()));
    for _ in 0..40 {
        for (lab, statuses, bodies) in
            [(&one, &mut statuses.0, &mut bodies.0), (&two, &mut statuses.1, &mut bodies.1)]
        {
            let answer = lab.get(Apollo, COMPANY).await;
            statuses.push(answer.status);
            bodies.push(answer.text);
        }
    }
    assert_eq!(statuses.0, statuses.1);
    assert_eq!(bodies.0, bodies.1);
    assert!(statuses.0.contains(&200) && statuses.0.iter().any(|status| *status >= 500));
}

#[tokio::test]
async fn knobs_turn_while_it_runs_for_all_or_for_one() {
    let lab = Lab::start().await;
    let put = async |knobs| lab.control(Method::PUT, "/knobs", Some(knobs)).await;
    assert_eq!(
        put(json!({"error_rate": 1.0, "providers": {"hunter": {"error_rate": 0.0}}})).await.status,
        200
    );
    assert_eq!(lab.get(Hunter, "/v2/account").await.status, 200);
    let slow_or_wrong = lab.get(Clearbit, "/v2/companies/find?domain=3m.example&cached=true").await;
    assert_eq!(slow_or_wrong.status, 503);
    let knobs = lab.control(Method::GET, "/knobs", None).await.json();
    assert_eq!((&knobs["error_rate"], &knobs["seed"]), (&json!(1.0), &json!(1)));
    put(json!({"error_rate": 0.0, "providers": {"hunter": null}})).await;
    assert_eq!(lab.get(Apollo, COMPANY).await.json()["organization"]["name"], "3M");
    for (wrong, field) in
        [(json!({"error_rate": 1.5}), "error_rate"), (json!({"latency_min_ms": 9}), "latency_min_ms")]
    {
        let refused = put(wrong).await;
        assert_eq!((refused.status, refused.json()["error"]["field"].clone()), (400, json!(field)));
    }
    assert_eq!(put(json!({"no_such_knob": 1})).await.status, 400);
    assert_eq!(lab.control(Method::GET, "/knobs", None).await.json()["error_rate"], json!(0.0));
}

#[tokio::test]
async fn a_limit_is_per_key_and_says_when_it_ends_where_the_provider_does() {
    let settings = SandboxSettings { rate_limit_per_minute: 3, ..SandboxSettings::default() };
    let lab = Lab::with(settings).await;
    for left in ["2", "1", "0"] {
        assert_eq!(lab.get(Apollo, COMPANY).await.header("x-minute-requests-left"), Some(left));
    }
    let over = lab.get(Apollo, COMPANY).await;
    assert_eq!(over.status, 429);
    assert!(
        over.header("retry-after").and_then(|wait| wait.parse::<u64>().ok()).is_some_and(|wait| wait <= 60)
    );
    assert!(over.json()["message"].as_str().unwrap().contains("3 times per minute"));
    assert_eq!(lab.get_as("other", Apollo, COMPANY).await.status, 200);
    assert_eq!(lab.get(Hunter, "/v2/account").await.status, 200);
    assert_eq!(lab.calls().await["calls"][1]["count"], json!(3));
}

#[tokio::test]
async fn latency_lies_between_its_knobs() {
    let settings = SandboxSettings { latency_min_ms: 40, latency_max_ms: 60, ..SandboxSettings::default() };
    let lab = Lab::with(settings).await;
    let start = Instant::now();
    lab.get(Apollo, COMPANY).await;
    assert!(start.elapsed() >= Duration::from_millis(40));
}

#[tokio::test]
async fn bad_data_makes_rows_odd_and_leaves_the_page_whole() {
    let lab = Lab::with(SandboxSettings { bad_data_rate: 1.0, ..SandboxSettings::default() }).await;
    let good = Lab::start().await;
    let asked = json!({"person_seniorities": ["vp"], "per_page": 20});
    let path = "/api/v1/mixed_people/api_search";
    let (odd, plain) =
        (lab.post(Apollo, path, asked.clone()).await.json(), good.post(Apollo, path, asked).await.json());
    assert_eq!(odd["total_entries"], plain["total_entries"]);
    let rows = odd["people"].as_array().unwrap().iter().zip(plain["people"].as_array().unwrap());
    assert!(rows.filter(|(odd, plain)| odd != plain).count() >= 18);
}

#[tokio::test]
async fn a_stopped_sandbox_gives_its_port_back() {
    let sandbox = Sandbox::start(SandboxSettings::default()).await.unwrap();
    let addr = sandbox.addr;
    assert!(Sandbox::start_on(SandboxSettings::default(), addr).await.is_err());
    sandbox.stop().await.unwrap();
    let again = Sandbox::start_on(SandboxSettings::default(), addr).await.unwrap();
    assert_eq!(again.addr, addr);
    let wrong = SandboxSettings { error_rate: -1.0, ..SandboxSettings::default() };
    assert!(Sandbox::start(wrong).await.is_err());
}
