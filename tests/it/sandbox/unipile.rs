//! Unipile's API and its habits.

use super::support::Lab;
use leadwire::sandbox::Provider::Unipile;
use serde_json::{Value, json};

const SEARCH: &str = "/api/v1/linkedin/search?account_id=acc_sandbox";

#[tokio::test]
async fn people_are_searched_by_words_and_read_one_by_one() {
    let lab = Lab::start().await;
    let asked = json!({"api": "classic", "category": "people", "keywords": "logistics sales"});
    let found = lab.post(Unipile, SEARCH, asked).await.json();
    assert_eq!(found["object"], "LinkedinSearch");
    let person = &found["items"][0];
    assert!(person["headline"].as_str().unwrap().contains(" at "));
    for id in [&person["id"], &person["public_identifier"]] {
        let path =
            format!("/api/v1/users/{}?account_id=acc_sandbox&linkedin_sections=*", id.as_str().unwrap());
        let profile = lab.get(Unipile, &path).await.json();
        assert_eq!(profile["public_identifier"], person["public_identifier"]);
        assert!(profile["work_experience"].is_array());
    }
    assert_eq!(lab.calls().await["calls"], json!([]));
}

#[tokio::test]
async fn an_id_read_through_one_account_means_nothing_to_another() {
    let lab = Lab::start().await;
    let asked = json!({"api": "classic", "category": "people"});
    let found = lab.post(Unipile, SEARCH, asked).await.json();
    let id = found["items"][0]["id"].as_str().unwrap();
    assert!(id.starts_with("ACoAA"));
    let other = lab.get(Unipile, &format!("/api/v1/users/{id}?account_id=acc_other")).await;
    assert_eq!(
        (other.status, other.json()["type"].clone()),
        (404, json!("errors/invalid_resource_identifier"))
    );
}

#[tokio::test]
async fn cursors_lead_to_the_end() {
    let lab = Lab::start().await;
    let mut seen = Vec::new();
    let mut page =
        json!({"api": "classic", "category": "people", "advanced_keywords": {"title": "plant manager"}});
    loop {
        let found = lab.post(Unipile, &format!("{SEARCH}&limit=50"), page).await.json();
        seen.extend(found["items"].as_array().unwrap().iter().map(|row| row["id"].to_string()));
        if found["cursor"].is_null() {
            assert_eq!(found["paging"]["total_count"], json!(seen.len()));
            break;
        }
        page = json!({"cursor": found["cursor"]});
    }
    let all = seen.len();
    seen.sort();
    seen.dedup();
    assert!(all > 50 && seen.len() == all, "{all}");
    let garbage = lab.post(Unipile, SEARCH, json!({"cursor": "garbage"})).await;
    assert_eq!((garbage.status, garbage.json()["type"].clone()), (400, json!("errors/invalid_parameters")));
}

#[tokio::test]
async fn places_are_numbers_that_have_to_be_looked_up() {
    let lab = Lab::start().await;
    let path = "/api/v1/linkedin/search/parameters?account_id=acc_sandbox&type=LOCATION&keywords=germany";
    let place = lab.get(Unipile, path).await.json()["items"][0].clone();
    assert_eq!(place["title"], "Germany");
    let ask = async |location: &Value| {
        lab.post(Unipile, SEARCH, json!({"api": "classic", "category": "people", "location": [location]}))
            .await
    };
    for row in ask(&place["id"]).await.json()["items"].as_array().unwrap() {
        assert!(row["location"].as_str().unwrap().ends_with("Germany"));
    }
    assert_eq!(ask(&json!("Germany")).await.status, 400);
}

#[tokio::test]
async fn refusals_are_unipiles_own() {
    let lab = Lab::start().await;
    let slug = |answer: super::support::Answer| (answer.status, answer.json()["type"].clone());
    let path = "/api/v1/users/me?account_id=acc_sandbox";
    assert_eq!(lab.get(Unipile, path).await.json()["provider_id"], "ACoAAOWN01");
    assert_eq!(slug(lab.get_as("", Unipile, path).await), (401, json!("errors/missing_credentials")));
    assert_eq!(slug(lab.get_as("bad", Unipile, path).await), (401, json!("errors/invalid_credentials")));
    assert_eq!(
        slug(lab.get_as("noplan", Unipile, path).await),
        (403, json!("errors/feature_not_subscribed"))
    );
    assert_eq!(slug(lab.get(Unipile, "/api/v1/users/me").await), (400, json!("errors/invalid_parameters")));
    let signed_out = "/api/v1/users/me?account_id=acc_signed_out";
    assert_eq!(slug(lab.get(Unipile, signed_out).await), (401, json!("errors/disconnected_account")));
    let accounts = lab.get(Unipile, "/api/v1/accounts").await.json();
    assert_eq!((&accounts["object"], &accounts["cursor"]), (&json!("AccountList"), &Value::Null));
}
