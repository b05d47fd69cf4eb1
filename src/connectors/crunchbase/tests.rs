//! Crunchbase's quirks, one by one.

use super::{map::company, wire::Entity};
use crate::connectors::facts::{Company, CompanyField};
use serde_json::{Value, json};

fn read(value: Value) -> Option<Company> {
    company(&serde_json::from_value::<Entity>(value).unwrap())
}

#[test]
fn an_organization_is_read() {
    let company = read(json!({"uuid": "1111", "properties": {
        "identifier": {"uuid": "1111", "permalink": "tidewater-foods-demo", "value": "Tidewater Foods"},
        "short_description": "Cold-chain food distributor.", "website_url": "https://tidewater.example",
        "num_employees_enum": "c_00101_00250", "founded_on": {"value": "2009-01-01", "precision": "year"},
        "location_identifiers": [{"value": "Durban", "location_type": "city"}, {"value": "South Africa", "location_type": "country"}],
        "funding_total": {"value": 9, "currency": "ZAR", "value_usd": 1_200_000}
    }})).unwrap();
    assert_eq!(company.get(CompanyField::Domain), Some("tidewater.example"));
    assert_eq!(company.get(CompanyField::EmployeeCount), Some("175"));
    assert_eq!(company.get(CompanyField::FoundedYear), Some("2009"));
    assert_eq!(company.get(CompanyField::Country), Some("ZA"));
    assert_eq!(company.get(CompanyField::FundingTotal), Some("1200000"));
}

#[test]
fn closed_empty_and_odd_companies_are_left_out() {
    assert_eq!(
        read(json!({"properties": {"website_url": "https://a.example", "operating_status": "closed"}})),
        None
    );
    assert_eq!(read(json!({"uuid": "1", "properties": {}})), None);
    assert_eq!(read(json!({"uuid": "1", "properties": null})), None);
    let odd = read(json!({"properties": {"website_url": {"value": "https://a.example"}, "num_employees_enum": "c_new_band",
        "founded_on": {"value": "soon"}, "identifier": {"value": "A"}, "location_identifiers": null}})).unwrap();
    assert_eq!(odd.facts.len(), 1, "{odd:?}");
}
