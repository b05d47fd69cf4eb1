//! LinkedIn's quirks, one by one.

use super::map::{hit, profile};
use crate::connectors::facts::{CompanyField, PersonField};
use serde_json::json;

#[test]
fn a_row_of_the_search_is_read() {
    let row = json!({"type": "PEOPLE", "id": "ACoAA1", "public_identifier": "amara-quist-demo", "name": "Amara Quist",
        "first_name": "Amara", "last_name": "Quist", "headline": "Keeping food cold", "location": "Durban, South Africa",
        "current_positions": [{"company": "Tidewater Foods", "role": "Operations Director"}]});
    let person = hit(&serde_json::from_value(row).unwrap()).unwrap();
    assert_eq!(person.get(PersonField::Title), Some("Operations Director"));
    assert_eq!(person.get(PersonField::LinkedinUrl), Some("https://www.linkedin.com/in/amara-quist-demo"));
    assert_eq!(person.get(PersonField::Country), Some("ZA"));
    assert_eq!(person.company.get(CompanyField::Name), Some("Tidewater Foods"));
}

#[test]
fn companies_and_hidden_members_are_left_out() {
    assert_eq!(hit(&serde_json::from_value(json!({"type": "COMPANY", "name": "Tidewater"})).unwrap()), None);
    assert_eq!(
        hit(&serde_json::from_value(json!({"name": "LinkedIn Member", "headline": "x"})).unwrap()),
        None
    );
}

#[test]
fn a_headline_stands_in_for_a_missing_position_and_is_trusted_less() {
    let row = json!({"name": "Ivo Brandt", "headline": "Head of Sales at Kestrel Freight", "current_positions": null});
    let person = hit(&serde_json::from_value(row).unwrap()).unwrap();
    assert_eq!(person.get(PersonField::Title), Some("Head of Sales"));
    assert_eq!(person.company.facts[0].confidence, 45);
}

#[test]
fn the_job_that_lasts_is_the_current_one() {
    let row = json!({"first_name": "Ivo", "headline": 7, "work_experience": [
        {"position": "Clerk", "company": "Old Ltd", "end": "3/1/2023"}, {"position": "Head of Sales", "company": "New Ltd", "end": null}
    ], "contact_info": {"emails": ["ivo@new.example"]}});
    let person = profile(&serde_json::from_value(row).unwrap()).unwrap();
    assert_eq!(person.get(PersonField::Title), Some("Head of Sales"));
    assert_eq!(person.company.get(CompanyField::Name), Some("New Ltd"));
    assert_eq!(person.get(PersonField::Email), Some("ivo@new.example"));
    assert_eq!(profile(&serde_json::from_value(json!({})).unwrap()), None);
}
