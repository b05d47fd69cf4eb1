//! ZoomInfo's envelope and paging, and the filters both searches share.

use super::manners::invalid;
use crate::sandbox::{
    wire::{number, object, param, text},
    world::{CompanyFilter, tables::TABLES, text::slug},
};
use axum::{body::Bytes, http::Uri, response::Response};
use serde_json::{Map, Value, json};

/// A refusal is large, so it is boxed.
pub type Refused = Box<Response>;

/// `data.attributes` of a request of the given type, refusing names that are not fields.
pub fn attributes(body: &Bytes, kind: &str, known: &[&str]) -> Result<Map<String, Value>, Refused> {
    let refuse = |code: &str, detail: &str| Err(Box::new(invalid(code, detail)));
    let Some(envelope) = object(body) else { return refuse("PFAPI0005", "The body is not valid JSON.") };
    let data = envelope.get("data").cloned().unwrap_or_default();
    if data["type"] != json!(kind) {
        return refuse("PFAPI0002", &format!("data.type must be {kind}."));
    }
    let attributes = data["attributes"].as_object().cloned().unwrap_or_default();
    match attributes.keys().find(|name| !known.contains(&name.as_str())) {
        Some(name) => refuse("PFAPI0001", &format!("{name} is not an allowed field.")),
        None => Ok(attributes),
    }
}

/// `page[number]` and `page[size]`, each 1 to 100.
pub fn page(uri: &Uri) -> Result<(usize, usize), Refused> {
    let read = |name, fallback| param(uri, name).map_or(Some(fallback), |value| value.parse().ok());
    match (read("page[number]", 1), read("page[size]", 25)) {
        (Some(number @ 1..=100), Some(size @ 1..=100)) => Ok((number, size)),
        _ => Err(Box::new(invalid("PFAPI0003", "Page number and size are from 1 to 100."))),
    }
}

/// Search answers carry their paging in `meta`.
pub fn paged(rows: &[Value], total: usize, (number, size): (usize, usize)) -> Value {
    json!({"data": rows, "meta": {
        "page": {"number": number, "size": size, "total": total.div_ceil(size)}, "totalResults": total,
    }})
}

/// Lists come as one text, divided by commas or OR.
pub fn list(fields: &Map<String, Value>, name: &str) -> Vec<String> {
    let text = text(fields, name).unwrap_or_default().replace(" OR ", ",");
    text.split(',').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

/// The companies that company fields of either search mean.
pub fn companies(fields: &Map<String, Value>) -> CompanyFilter {
    let range = |low: &str, high: &str| {
        let (low, high) = (number(fields, low), number(fields, high));
        (low.is_some() || high.is_some()).then(|| (low.unwrap_or(0), high.unwrap_or(u64::MAX)))
    };
    let codes = list(fields, "industryCodes");
    let industry = |code: &String| TABLES.industries.iter().find(|it| industry_code(it.label) == *code);
    CompanyFilter {
        names: list(fields, "companyName"),
        domains: list(fields, "companyWebsite").iter().map(|site| bare(site)).collect(),
        industries: codes
            .iter()
            .map(|code| industry(code).map_or(code.clone(), |it| it.label.to_owned()))
            .collect(),
        places: Vec::new(),
        employees: range("employeeRangeMin", "employeeRangeMax").into_iter().collect(),
        revenue: range("revenueMin", "revenueMax"),
    }
}

/// "logistics-and-supply-chain".
pub fn industry_code(label: &str) -> String {
    slug(label, "-")
}

fn bare(site: &str) -> String {
    let host = site.split("://").last().unwrap_or(site);
    host.split('/').next().unwrap_or(host).trim_start_matches("www.").to_owned()
}
