//! Crunchbase's API and its habits.

use super::support::Lab;
use leadwire::sandbox::Provider::Crunchbase;
use serde_json::{Value, json};

const SEARCH: &str = "/v4/data/searches/organizations";

fn asked(query: Value) -> Value {
    let fields = ["identifier", "website_url", "num_employees_enum", "founded_on", "location_identifiers"];
    let mut body = json!({"field_ids": fields, "limit": 100});
    body["query"] = query;
    body
}

fn one(field: &str, operator: &str, values: Value) -> Value {
    let mut predicate = json!({"type": "predicate", "field_id": field, "operator_id": operator});
    predicate["values"] = values;
    predicate
}

#[tokio::test]
async fn an_organization_is_found_by_its_domain() {
    let lab = Lab::start().await;
    let query = json!([one("website_url", "domain_eq", json!(["fedex.example"]))]);
    let found = lab.post(Crunchbase, SEARCH, asked(query)).await;
    assert!(found.headers.keys().all(|name| !name.as_str().contains("ratelimit")));
    let found = found.json();
    assert_eq!(found["count"], json!(1));
    let properties = &found["entities"][0]["properties"];
    assert_eq!(properties["identifier"]["value"], "FedEx");
    assert_eq!(properties["website_url"], "https://fedex.example");
    assert_eq!(properties["founded_on"]["precision"], "year");
    assert!(properties.get("categories").is_none());
    let uuid = found["entities"][0]["uuid"].as_str().unwrap();
    let path = format!(
        "/v4/data/entities/organizations/{uuid}?field_ids=categories&card_ids=founders,headquarters_address"
    );
    let entity = lab.get(Crunchbase, &path).await.json();
    assert!(entity["properties"]["categories"].as_array().unwrap().len() > 2);
    assert!(entity["cards"]["founders"].is_array());
    assert_eq!(lab.get(Crunchbase, "/v4/data/entities/organizations/fedex-demo").await.status, 200);
    assert_eq!(lab.get(Crunchbase, "/v4/data/entities/organizations/nobody-demo").await.status, 404);
}

#[tokio::test]
async fn places_and_categories_want_identifiers_and_display_names_match_nothing() {
    let lab = Lab::start().await;
    let suggested =
        lab.get(Crunchbase, "/v4/data/autocompletes?query=irel&collection_ids=locations").await.json();
    let country = &suggested["entities"][0]["identifier"];
    assert_eq!(country["permalink"], "ireland");
    let count = async |value: &Value| {
        let query = json!([one("location_identifiers", "includes", json!([value]))]);
        lab.post(Crunchbase, SEARCH, asked(query)).await.json()["count"].as_u64().unwrap()
    };
    assert!(count(&country["permalink"]).await >= 11);
    assert_eq!(count(&country["permalink"]).await, count(&country["uuid"]).await);
    assert_eq!(count(&json!("United States")).await, 0);
    let logistics = json!([
        one("categories", "includes", json!(["logistics"])),
        one("num_employees_enum", "includes", json!(["c_01001_05000", "c_10001_max"]))
    ]);
    let found = lab.post(Crunchbase, SEARCH, asked(logistics)).await.json();
    assert!(found["count"].as_u64().unwrap() > 0);
    for row in found["entities"].as_array().unwrap() {
        let size = row["properties"]["num_employees_enum"].as_str().unwrap();
        assert!(["c_01001_05000", "c_10001_max"].contains(&size));
    }
}

#[tokio::test]
async fn pages_go_on_after_the_last_id_until_one_is_short() {
    let lab = Lab::start().await;
    let (mut after, mut seen) = (Value::Null, Vec::new());
    loop {
        let mut page = json!({"field_ids": ["identifier"], "query": [], "limit": 200,
                              "order": [{"field_id": "rank_org", "sort": "asc"}]});
        if !after.is_null() {
            page["after_id"] = after.clone();
        }
        let found = lab.post(Crunchbase, SEARCH, page).await.json();
        let rows = found["entities"].as_array().unwrap();
        seen.extend(rows.iter().map(|row| row["uuid"].to_string()));
        after = rows.last().map(|row| row["uuid"].clone()).unwrap_or_default();
        if rows.len() < 200 {
            break;
        }
    }
    let all = seen.len();
    seen.sort();
    seen.dedup();
    assert_eq!((all, seen.len()), (500, 500));
}

#[tokio::test]
async fn people_are_searched_by_title() {
    let lab = Lab::start().await;
    let body = json!({"field_ids": ["identifier", "primary_job_title", "primary_organization"],
                      "query": [one("primary_job_title", "contains", json!(["chief"]))], "limit": 5});
    let found = lab.post(Crunchbase, "/v4/data/searches/people", body).await.json();
    for row in found["entities"].as_array().unwrap() {
        assert!(row["properties"]["primary_job_title"].as_str().unwrap().contains("Chief"));
        assert_eq!(row["properties"]["primary_organization"]["entity_def_id"], "organization");
    }
    assert_eq!(found["entities"].as_array().unwrap().len(), 5);
}

#[tokio::test]
async fn refusals_are_crunchbases_own() {
    let lab = Lab::start().await;
    let bad = lab.post_as("bad", Crunchbase, SEARCH, asked(json!([]))).await;
    assert_eq!((bad.status, bad.json()[0]["code"].clone()), (401, json!("LA401")));
    for wrong in [
        json!({"field_ids": ["no_such_field"], "query": []}),
        json!({"field_ids": ["identifier"], "query": [], "limit": 1001}),
        asked(json!([one("website_url", "eq", json!(["fedex.example"]))])),
        asked(json!([one("identifier", "domain_eq", json!(["fedex.example"]))])),
        json!({"field_ids": ["identifier"]}),
    ] {
        let refused = lab.post(Crunchbase, SEARCH, wrong.clone()).await;
        assert!(refused.status == 400 && refused.json()["value"].is_string(), "{wrong}");
    }
}
