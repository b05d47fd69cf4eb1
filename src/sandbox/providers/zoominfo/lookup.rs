//! What may be asked for, and what is left of the contract. Free.

use super::{
    companies, enrich,
    manners::{document, invalid},
    request::industry_code,
};
use crate::sandbox::{gate::Desk, wire::param, world::tables::TABLES};
use axum::{Extension, extract::Path, http::Uri, response::Response};
use serde_json::{Value, json};
use std::collections::BTreeSet;

const LEVELS: [&str; 5] = ["C-Level", "VP-Level", "Director", "Manager", "Non-Manager"];
const DEPARTMENTS: [&str; 10] = [
    "C-Suite",
    "Sales",
    "Marketing",
    "Operations",
    "Engineering & Technical",
    "Information Technology",
    "Finance",
    "Human Resources",
    "Legal",
    "Customer Service",
];

/// The values a filter takes.
pub async fn values(Path(field): Path<String>) -> Response {
    let row = |id: String, name: &str| json!({"id": id, "type": "LookupData", "attributes": {"name": name}});
    let rows: Vec<Value> = match field.to_lowercase().as_str() {
        "industries" | "industrycodes" => {
            let labels: BTreeSet<_> = TABLES.industries.iter().map(|industry| industry.label).collect();
            labels.into_iter().map(|label| row(industry_code(label), label)).collect()
        }
        "managementlevel" | "management-levels" => {
            LEVELS.iter().map(|name| row((*name).to_owned(), name)).collect()
        }
        "department" | "departments" => {
            DEPARTMENTS.iter().map(|name| row((*name).to_owned(), name)).collect()
        }
        "countries" | "country" => {
            TABLES.countries.iter().map(|it| row(it.name.to_owned(), it.name)).collect()
        }
        "state" | "states" => TABLES.regions.iter().map(|it| row(it.name.to_owned(), it.name)).collect(),
        _ => return invalid("PFAPI0002", "Unknown lookup field."),
    };
    document(200, &json!({ "data": rows }))
}

/// The output fields this account owns.
pub async fn fields(uri: Uri) -> Response {
    let names: &[&str] = match param(&uri, "filter[entity]").as_deref() {
        Some("contact") => &enrich::OUTPUT,
        Some("company") => &companies::OUTPUT,
        _ => return invalid("PFAPI0002", "filter[entity] is contact or company."),
    };
    let rows: Vec<Value> = names.iter().map(|name| {
        json!({"id": name, "type": "EnrichField", "attributes": {"fieldName": name, "accessGranted": true}})
    }).collect();
    document(200, &json!({ "data": rows }))
}

pub async fn usage(Extension(desk): Extension<Desk>) -> Response {
    let used = if desk.account.starts_with("broke") { 10_000 } else { 0 };
    document(
        200,
        &json!({"data": [{"id": "1", "type": "Usage", "attributes": {
            "limitType": "uniqueIdLimit", "description": "Unique records", "totalLimit": 10_000, "currentUsage": used,
            "usageRemaining": 10_000 - used,
        }}]}),
    )
}
