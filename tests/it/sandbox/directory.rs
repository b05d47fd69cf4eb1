//! The plain directory.

use super::support::Lab;
use leadwire::sandbox::Provider::Directory;
use serde_json::{Value, json};

#[tokio::test]
async fn it_lists_people_page_by_page_and_needs_no_key() {
    let lab = Lab::start().await;
    let (mut page, mut seen) = (json!(1), 0);
    while !page.is_null() {
        let path = format!("/people?title=sales+manager&country=US&industry=manufacturing&page={page}");
        let found = lab.get_as("", Directory, &path).await.json();
        for person in found["results"].as_array().unwrap() {
            assert!(person["name"].is_string() && person["role"].is_string());
            assert!(person["company"]["website"].as_str().unwrap().starts_with("https://www."));
            assert_eq!(person["country"], "United States");
        }
        seen += found["results"].as_array().unwrap().len();
        page = found["next_page"].clone();
        if page == Value::Null {
            assert_eq!(found["total"], json!(seen));
        }
    }
    assert!(seen > 20, "{seen}");
    assert_eq!(lab.get_as("bad", Directory, "/people").await.json(), json!({"message": "Unknown key."}));
}
