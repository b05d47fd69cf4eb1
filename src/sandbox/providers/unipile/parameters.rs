//! Searches want LinkedIn's numbers for places and industries; this is where they are looked up.

use super::manners::{account, problem};
use crate::sandbox::{
    wire::{answer, param, param_number},
    world::{tables::TABLES, text::slug},
};
use axum::{http::Uri, response::Response};
use serde_json::json;
use std::collections::BTreeSet;

/// A place's or industry's number and name; the number says which list it is from.
fn all(kind: &str) -> Vec<(String, &'static str)> {
    let numbered = |base: usize, names: Vec<&'static str>| {
        names
            .into_iter()
            .enumerate()
            .map(move |(at, name)| ((base + at).to_string(), name))
            .collect::<Vec<_>>()
    };
    match kind {
        "LOCATION" => {
            let mut places = numbered(103_000_000, TABLES.countries.iter().map(|it| it.name).collect());
            places.extend(numbered(104_000_000, TABLES.offices.iter().map(|it| it.city).collect()));
            places.extend(numbered(105_000_000, TABLES.regions.iter().map(|it| it.name).collect()));
            places
        }
        "INDUSTRY" => {
            let labels: BTreeSet<_> = TABLES.industries.iter().map(|it| it.label).collect();
            numbered(2_000, labels.into_iter().collect())
        }
        _ => Vec::new(),
    }
}

/// The name behind a number; `None` when it is not one of this kind.
pub fn name_of(kind: &str, id: &str) -> Option<&'static str> {
    all(kind).into_iter().find(|(number, _)| number == id).map(|(_, name)| name)
}

pub async fn list(uri: Uri) -> Response {
    if let Err(refusal) = account(&uri) {
        return *refusal;
    }
    let kind = param(&uri, "type").unwrap_or_default();
    if !["LOCATION", "INDUSTRY"].contains(&kind.as_str()) {
        return problem(400, "invalid_parameters", "type is LOCATION or INDUSTRY here");
    }
    let wanted = slug(&param(&uri, "keywords").unwrap_or_default(), " ");
    let rows = all(&kind).into_iter().filter(|(_, name)| slug(name, " ").contains(&wanted));
    let rows = rows.map(|(id, name)| json!({"object": "LinkedinSearchParameter", "id": id, "title": name}));
    let rows: Vec<_> = rows.take(param_number(&uri, "limit", 10).clamp(1, 100)).collect();
    answer(
        200,
        &json!({
            "object": "LinkedinSearchParametersList", "items": rows, "paging": {"page_count": rows.len()},
        }),
    )
}
