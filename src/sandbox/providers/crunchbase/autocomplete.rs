//! From what people type to the identifiers that searches want.

use super::{manners::text_error, properties};
use crate::sandbox::{
    gate::Desk,
    wire::{answer, param, param_number},
    world::{tables::TABLES, text::slug},
};
use axum::{Extension, http::Uri, response::Response};
use serde_json::{Value, json};
use std::collections::BTreeMap;

pub async fn suggest(Extension(desk): Extension<Desk>, uri: Uri) -> Response {
    let Some(query) = param(&uri, "query") else { return text_error(400, "query is required") };
    let kinds = param(&uri, "collection_ids")
        .unwrap_or_else(|| "organization.companies,locations,categories".to_owned());
    let mut found = BTreeMap::new();
    for kind in kinds.split(',') {
        let all: Vec<Value> = match kind.trim() {
            "organizations" | "organization.companies" => {
                desk.world.companies().iter().map(properties::identifier).collect()
            }
            "locations" => places(&desk),
            "categories" => categories(),
            "category_groups" => groups(&desk),
            _ => return text_error(400, "unknown collection_id"),
        };
        let wanted = slug(&query, " ");
        let fits =
            |entry: &Value| slug(entry["value"].as_str().unwrap_or_default(), " ").starts_with(&wanted);
        // The map drops repetitions; the shortest name is the best guess.
        found.extend(all.into_iter().filter(fits).map(|entry| {
            let name = entry["value"].as_str().unwrap_or_default();
            ((name.len(), entry["permalink"].to_string()), entry)
        }));
    }
    let limit = param_number(&uri, "limit", 10).clamp(1, 25);
    let count = found.len();
    let entities: Vec<_> = found.into_values().take(limit).map(|identifier| {
        json!({"identifier": identifier, "short_description": identifier["value"], "facet_ids": []})
    }).collect();
    answer(200, &json!({"count": count, "entities": entities}))
}

fn places(desk: &Desk) -> Vec<Value> {
    let seats =
        desk.world.companies().iter().flat_map(|company| properties::locations(&company.headquarters));
    let offices = desk
        .world
        .people()
        .iter()
        .flat_map(|persona| properties::locations(&persona.place(desk.world.employer(persona))));
    seats.chain(offices).collect()
}

fn categories() -> Vec<Value> {
    let names = TABLES
        .industries
        .iter()
        .flat_map(|industry| [industry.label].into_iter().chain(industry.keywords.iter().copied()));
    names.map(|name| properties::category("category", name)).collect()
}

fn groups(desk: &Desk) -> Vec<Value> {
    desk.world
        .companies()
        .iter()
        .map(|company| properties::category("category_group", &company.sector))
        .collect()
}
