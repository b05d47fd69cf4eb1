//! Who paid for what.

use super::support::Lab;
use leadwire::sandbox::Provider::{Apollo, Hunter};
use reqwest::Method;
use serde_json::json;

#[tokio::test]
async fn charges_are_kept_by_provider_endpoint_account_and_fact() {
    let lab = Lab::start().await;
    for key in ["alpha", "alpha", "beta"] {
        lab.get_as(key, Apollo, "/api/v1/organizations/enrich?domain=3m.example").await;
    }
    lab.get_as("alpha", Hunter, "/v2/companies/find?domain=3m.example").await;
    let row = |provider, endpoint, account, count: u32| {
        json!({"provider": provider, "endpoint": endpoint, "account": account, "fact": "3m.example", "count": count,
               "millicredits": count * 1000})
    };
    let calls = lab.calls().await;
    assert_eq!(
        calls["calls"],
        json!([
            row("apollo", "organizations/enrich", "alpha", 2),
            row("apollo", "organizations/enrich", "beta", 1),
            row("hunter", "companies/find", "alpha", 1),
        ])
    );
    assert_eq!(calls["most_per_fact"], json!(2));
    assert_eq!(calls["requests"].as_array().unwrap().len(), 3);
    assert_eq!(lab.control(Method::DELETE, "/calls", None).await.json()["calls"], json!([]));
}

#[tokio::test]
async fn what_is_not_found_is_not_charged() {
    let lab = Lab::start().await;
    lab.get(Apollo, "/api/v1/organizations/enrich?domain=nowhere.example").await;
    lab.get_as("bad", Apollo, "/api/v1/organizations/enrich?domain=3m.example").await;
    let calls = lab.calls().await;
    assert_eq!(calls["calls"], json!([]));
    assert_eq!(calls["requests"].as_array().unwrap().len(), 2);
}
