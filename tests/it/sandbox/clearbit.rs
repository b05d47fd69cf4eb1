//! Clearbit's API and its habits.

use super::support::{Lab, send};
use leadwire::sandbox::{
    Provider::Clearbit,
    world::{World, person::Oddity},
};
use reqwest::Method;
use serde_json::json;

fn known() -> impl Iterator<Item = String> {
    let world = World::seeded(1);
    let known = world.people().iter().filter(|it| it.oddity == Oddity::None && world.is_seen(Clearbit, it));
    let emails: Vec<_> = known.filter_map(|persona| persona.email(world.employer(persona))).collect();
    emails.into_iter()
}

#[tokio::test]
async fn a_person_and_a_company_are_found_by_address() {
    let lab = Lab::start().await;
    let email = known().next().unwrap();
    let found = lab.get(Clearbit, &format!("/v2/combined/find?email={email}&cached=true")).await;
    assert_eq!(found.status, 200);
    assert_eq!(found.header("x-ratelimit-limit"), Some("600"));
    assert!(found.header("retry-after").is_none());
    let found = found.json();
    assert_eq!(found["person"]["email"], json!(email));
    assert!(found["company"]["metrics"]["employees"].is_u64());
    let facts: Vec<_> =
        lab.calls().await["calls"].as_array().unwrap().iter().map(|call| call["endpoint"].clone()).collect();
    assert_eq!(facts, ["companies/find", "people/find"]);
}

#[tokio::test]
async fn some_look_ups_are_queued_first() {
    let lab = Lab::start().await;
    let mut queued = 0;
    for email in known().take(60) {
        let path = format!("/v2/people/find?email={email}");
        let first = lab.get(Clearbit, &path).await;
        if first.status == 202 {
            assert!(first.text.is_empty() || first.json()["error"]["type"] == "queued");
            assert_eq!(lab.get(Clearbit, &path).await.status, 200);
            queued += 1;
        }
    }
    assert!(queued > 0);
    assert_eq!(lab.calls().await["most_per_fact"], json!(1));
}

#[tokio::test]
async fn refusals_are_clearbits_own_and_basic_works_too() {
    let lab = Lab::start().await;
    let kind = |answer: super::support::Answer| (answer.status, answer.json()["error"]["type"].clone());
    let path = "/v2/companies/find?domain=fedex.example&cached=true";
    assert_eq!(kind(lab.get_as("", Clearbit, path).await), (401, json!("auth_required")));
    assert_eq!(kind(lab.get_as("bad", Clearbit, path).await), (401, json!("invalid_api_key")));
    assert_eq!(
        kind(lab.get(Clearbit, "/v2/people/find?email=no@nowhere.example&cached=true").await).1,
        "unknown_record"
    );
    assert_eq!(kind(lab.get(Clearbit, "/v2/nothing").await), (404, json!("unknown_route")));
    let basic = lab.request(Method::GET, Clearbit, path, "").basic_auth("sandbox", Some(""));
    assert_eq!(send(basic).await.json()["name"], "FedEx");
}
