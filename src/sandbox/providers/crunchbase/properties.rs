//! Organizations and people as Crunchbase's typed properties. What is not known is left out.

use crate::sandbox::{
    providers::ids::{named_uuid, uuid},
    world::{
        Sighting,
        company::{Company, Place},
        tables::country_name,
        text::slug,
    },
};
use serde_json::{Map, Value, json};

/// The kind that organization ids are made of.
pub const ORGANIZATION: &str = "crunchbase organization";

/// An organization's identifier.
pub fn identifier(company: &Company) -> Value {
    json!({
        "uuid": uuid(ORGANIZATION, u64::from(company.index)), "permalink": permalink(company),
        "value": company.name, "entity_def_id": "organization", "image_id": null,
    })
}

/// "tidewater-foods-demo".
pub fn permalink(company: &Company) -> String {
    format!("{}-demo", slug(&company.name, "-"))
}

/// Everything known of an organization.
pub fn organization(company: &Company) -> Map<String, Value> {
    let all = json!({
        "identifier": identifier(company),
        "name": company.name,
        "legal_name": company.legal_name,
        "short_description": company.description(),
        "website_url": format!("https://{}", company.domain),
        "website": {"value": format!("https://{}", company.domain)},
        "linkedin": {"value": format!("https://www.linkedin.com/company/{}", company.linkedin_id())},
        "num_employees_enum": size(company.employees),
        "revenue_range": turnover(company.revenue),
        "location_identifiers": locations(&company.headquarters),
        "founded_on": {"value": format!("{}-01-01", company.founded_year), "precision": "year"},
        "categories": categories(company),
        "category_groups": [group(company)],
        "operating_status": "active",
        "status": "ipo",
        "ipo_status": "public",
        "company_type": "for_profit",
        "stock_symbol": {"value": format!("NYSE:{}", company.symbol)},
        "phone_number": company.phone(),
        "funding_total": company.funding.map(|sum| json!({"value": sum, "currency": "USD", "value_usd": sum})),
        "num_funding_rounds": company.funding.map(|_| 1),
        "last_funding_type": company.funding.map(|_| "post_ipo_equity"),
        "rank_org": company.index + 1,
    });
    known(all)
}

/// Everything known of a person.
pub fn person(sighting: &Sighting<'_>) -> Map<String, Value> {
    let persona = sighting.persona;
    let number = (u64::from(persona.id.company) << 8) | u64::from(persona.id.person);
    let all = json!({
        "identifier": {
            "uuid": uuid("crunchbase person", number), "permalink": persona.linkedin_id(0),
            "value": persona.full_name(), "entity_def_id": "person",
        },
        "first_name": persona.first_name(),
        "last_name": persona.last_name(),
        "primary_job_title": sighting.role.title,
        "primary_organization": identifier(sighting.company),
        "linkedin": sighting.profile_url().map(|url| json!({ "value": url })),
        "location_identifiers": locations(&persona.place(sighting.company)),
    });
    known(all)
}

fn known(all: Value) -> Map<String, Value> {
    match all {
        Value::Object(fields) => fields.into_iter().filter(|(_, value)| !value.is_null()).collect(),
        _ => Map::new(),
    }
}

fn categories(company: &Company) -> Vec<Value> {
    let names = [company.industry.label].into_iter().chain(company.industry.keywords.iter().copied());
    names.map(|name| category("category", name)).collect()
}

fn group(company: &Company) -> Value {
    category("category_group", &company.sector)
}

/// A category or group of categories.
pub fn category(kind: &str, name: &str) -> Value {
    json!({"uuid": named_uuid(kind, name), "permalink": slug(name, "-"), "value": name, "entity_def_id": kind})
}

/// City, region and country, each with its own permalink.
pub fn locations(place: &Place) -> Vec<Value> {
    let country = country_name(place.country);
    let mut all = vec![location("city", &format!("{} {}", place.city, place.region), &place.city)];
    if place.region != country {
        all.push(location("region", &format!("{} {country}", place.region), place.region));
    }
    all.push(location("country", country, country));
    all
}

fn location(kind: &str, path: &str, name: &str) -> Value {
    json!({"uuid": named_uuid("location", path), "permalink": slug(path, "-"), "value": name,
           "entity_def_id": "location", "location_type": kind})
}

fn size(employees: u64) -> &'static str {
    match employees {
        0..=10 => "c_00001_00010",
        11..=50 => "c_00011_00050",
        51..=100 => "c_00051_00100",
        101..=250 => "c_00101_00250",
        251..=500 => "c_00251_00500",
        501..=1000 => "c_00501_01000",
        1001..=5000 => "c_01001_05000",
        5001..=10_000 => "c_05001_10000",
        _ => "c_10001_max",
    }
}

fn turnover(revenue: u64) -> &'static str {
    match revenue {
        0..1_000_000 => "r_00000000",
        1_000_000..10_000_000 => "r_00001000",
        10_000_000..50_000_000 => "r_00010000",
        50_000_000..100_000_000 => "r_00050000",
        100_000_000..500_000_000 => "r_00100000",
        500_000_000..1_000_000_000 => "r_00500000",
        1_000_000_000..10_000_000_000 => "r_01000000",
        _ => "r_10000000",
    }
}
