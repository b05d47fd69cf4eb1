//! Apollo's API and its habits.

use super::support::{Lab, send};
use leadwire::sandbox::{Provider::Apollo, SandboxSettings};
use reqwest::Method;
use serde_json::{Value, json};

const SEARCH: &str = "/api/v1/mixed_people/api_search";
const BULK: &str = "/api/v1/people/bulk_match";

#[tokio::test]
async fn a_search_is_free_and_shows_too_little_to_write_to_anybody() {
    let lab = Lab::start().await;
    let asked = json!({"person_titles": ["head of sales"], "person_locations": ["United States"],
                       "organization_num_employees_ranges": ["51,5000"], "page": 1, "per_page": 25});
    let found = lab.post(Apollo, SEARCH, asked).await;
    assert_eq!(found.status, 200);
    assert_eq!(found.header("x-rate-limit-minute"), Some("200"));
    let found = found.json();
    assert!(found.get("pagination").is_none());
    let people = found["people"].as_array().unwrap();
    assert_eq!(people.len(), 25);
    assert!(found["total_entries"].as_u64().unwrap() > 25);
    for person in people {
        assert!(person["last_name_obfuscated"].as_str().unwrap().contains("***"));
        assert!(person["has_direct_phone"].is_string());
        assert!(person.get("email").is_none() && person.get("last_name").is_none());
    }
    assert_eq!(lab.calls().await["calls"], json!([]));
}

#[tokio::test]
async fn filters_work_in_the_query_too_and_unknown_ones_are_ignored() {
    let lab = Lab::start().await;
    let path = format!("{SEARCH}?person_seniorities[]=c_suite&per_page=5&no_such_filter[]=x");
    let by_query = lab.post(Apollo, &path, json!({})).await.json();
    let by_body =
        lab.post(Apollo, SEARCH, json!({"person_seniorities": ["c_suite"], "per_page": 5})).await.json();
    assert_eq!(by_query, by_body);
    assert_eq!(by_query["people"].as_array().unwrap().len(), 5);
}

#[tokio::test]
async fn the_page_beyond_the_end_is_empty_and_the_pages_before_it_do_not_repeat() {
    let lab = Lab::start().await;
    let mut seen = Vec::new();
    for page in 1.. {
        let asked = json!({"person_titles": ["plant manager"], "include_similar_titles": false,
                           "per_page": 20, "page": page});
        let found = lab.post(Apollo, SEARCH, asked).await.json();
        let people = found["people"].as_array().unwrap().clone();
        if people.is_empty() {
            assert_eq!(found["total_entries"], json!(seen.len()));
            break;
        }
        seen.extend(people.iter().map(|person| person["id"].to_string()));
    }
    let all = seen.len();
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), all);
}

#[tokio::test]
async fn a_bulk_match_charges_for_each_person_found_and_may_turn_the_order() {
    let lab = Lab::start().await;
    let found =
        lab.post(Apollo, SEARCH, json!({"person_titles": ["it manager"], "per_page": 9})).await.json();
    let ids: Vec<_> = found["people"].as_array().unwrap().iter().map(|row| row["id"].clone()).collect();
    let mut is_turned = false;
    for size in 2..=9 {
        let mut details: Vec<_> = ids[..size].iter().map(|id| json!({ "id": id })).collect();
        details.push(json!({"name": "No Body", "domain": "nowhere.example"}));
        let paid = lab.post(Apollo, BULK, json!({ "details": details })).await.json();
        assert_eq!(paid["unique_enriched_records"], json!(size));
        assert_eq!(paid["missing_records"], json!(1));
        assert!(paid["request_id"].is_i64());
        is_turned |= paid["matches"][0].is_null();
        let people: Vec<_> =
            paid["matches"].as_array().unwrap().iter().filter(|row| !row.is_null()).collect();
        assert!(people.iter().all(|person| ids.contains(&person["id"]) && person["last_name"].is_string()));
    }
    assert!(is_turned);
    let calls = lab.calls().await;
    assert_eq!(calls["calls"].as_array().unwrap().len(), 9);
    assert_eq!(calls["most_per_fact"], json!(8));
}

#[tokio::test]
async fn one_person_is_found_by_profile_address_and_name() {
    let lab = Lab::start().await;
    let person = lab.somebody("marketing director").await;
    let domain = &person["organization"]["primary_domain"];
    for asked in [
        json!({"linkedin_url": person["linkedin_url"].as_str().unwrap_or("-")}),
        json!({"email": person["email"]}),
        json!({"name": person["name"], "domain": domain}),
        json!({"first_name": person["first_name"], "last_name": person["last_name"],
               "organization_name": person["organization"]["name"]}),
    ] {
        let found = lab.post(Apollo, "/api/v1/people/match", asked.clone()).await.json();
        assert!(found["person"]["id"] == person["id"] || asked["linkedin_url"] == "-", "{asked}");
    }
    let nobody = lab.post(Apollo, "/api/v1/people/match", json!({"email": "nobody@nowhere.example"})).await;
    assert_eq!((nobody.status, nobody.json()["person"].clone()), (200, Value::Null));
}

#[tokio::test]
async fn organizations_are_enriched_by_domain_and_searched_with_a_pagination() {
    let lab = Lab::start().await;
    let found = lab.get(Apollo, "/api/v1/organizations/enrich?domain=www.fedex.example").await;
    assert_eq!(found.header("x-rate-limit-hourly"), Some(""));
    assert_eq!(found.json()["organization"]["industry"], "logistics & supply chain");
    let none = lab.get(Apollo, "/api/v1/organizations/enrich?domain=nowhere.example").await;
    assert_eq!((none.status, none.json()), (200, json!({})));
    let asked =
        json!({"organization_locations": ["Ireland"], "q_organization_keyword_tags": ["manufacturing"]});
    let page = lab.post(Apollo, "/api/v1/mixed_companies/search", asked).await.json();
    assert!(page["pagination"]["total_entries"].as_u64().unwrap() >= 1);
    assert!(page["organizations"].as_array().unwrap().iter().all(|row| row["country"] == "Ireland"));
    assert_eq!(lab.calls().await["calls"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn refusals_are_apollos_own() {
    let lab = Lab::start().await;
    let asked = json!({"details": [{"id": "x"}]});
    let bad = lab.post_as("bad-key", Apollo, BULK, asked.clone()).await;
    assert_eq!(bad.status, 401);
    assert!(bad.header("content-type").unwrap().starts_with("text/plain"));
    assert!(bad.text.starts_with("Invalid API key."));
    assert_eq!(lab.post_as("", Apollo, BULK, asked.clone()).await.text, "Invalid access credentials.");
    let no_plan = lab.post_as("noplan", Apollo, SEARCH, json!({})).await;
    assert_eq!((no_plan.status, no_plan.json()["error_code"].clone()), (403, json!("API_INACCESSIBLE")));
    let retired = lab.post(Apollo, "/api/v1/mixed_people/search", json!({})).await;
    assert!(retired.status == 422 && retired.text.contains("mixed_people/api_search"));
    let eleven = json!({"details": vec![json!({"id": "x"}); 11]});
    assert_eq!(lab.post(Apollo, BULK, eleven).await.json()["error_code"], "RECORD_LIMIT_EXCEEDED");
    let garbage = send(lab.request(Method::POST, Apollo, BULK, "sandbox").body("{\"details\":")).await;
    assert_eq!((garbage.status, garbage.json()["error_code"].clone()), (400, json!("INVALID_REQUEST")));
    let health = lab.get_as("bad-key", Apollo, "/v1/auth/health").await;
    assert_eq!((health.status, health.json()["is_logged_in"].clone()), (200, json!(false)));
    assert_eq!(lab.calls().await["calls"], json!([]));
}

#[tokio::test]
async fn an_empty_purse_can_still_search_but_not_enrich() {
    let lab = Lab::start().await;
    let found = lab.post_as("broke", Apollo, SEARCH, json!({"per_page": 1})).await.json();
    let asked = json!({"details": [{"id": found["people"][0]["id"]}]});
    let refused = lab.post_as("broke", Apollo, BULK, asked).await;
    assert_eq!(refused.status, 422);
    assert!(refused.text.contains("You have insufficient credits!"));
    assert_eq!(lab.calls().await["calls"], json!([]));
}

#[tokio::test]
async fn an_answer_for_later_is_pending_once() {
    let lab = Lab::start().await;
    let path = "/api/v1/webhook_result/-4417733190025512";
    let pending = lab.get(Apollo, path).await;
    assert_eq!((pending.status, pending.json()["error_code"].clone()), (404, json!("result_pending")));
    let done = lab.get(Apollo, path).await.json();
    assert_eq!(done["request_id"], "-4417733190025512");
    let unknown = lab.get(Apollo, "/api/v1/webhook_result/10").await;
    assert_eq!((unknown.status, unknown.json()["error_code"].clone()), (404, json!("request_id_unknown")));
}

#[tokio::test]
async fn two_sandboxes_of_one_seed_say_the_same_to_the_byte() {
    let settings = || SandboxSettings { seed: 9, bad_data_rate: 0.3, ..SandboxSettings::default() };
    let (one, two) = (Lab::with(settings()).await, Lab::with(settings()).await);
    let asked = json!({"person_seniorities": ["vp"], "per_page": 50});
    let answers =
        (one.post(Apollo, SEARCH, asked.clone()).await, two.post(Apollo, SEARCH, asked.clone()).await);
    assert_eq!(answers.0.text, answers.1.text);
    let other = Lab::with(SandboxSettings { seed: 10, ..settings() }).await;
    assert_ne!(other.post(Apollo, SEARCH, asked).await.text, answers.0.text);
}
