//! People search: free, and shows only enough to decide whom to enrich.

use super::{input, shapes};
use crate::sandbox::{
    gate::Desk,
    wire::{answer, page_of},
};
use axum::{Extension, body::Bytes, http::Uri, response::Response};
use serde_json::{Value, json};

/// At most this many rows are ever shown of one search.
const VISIBLE: usize = 50_000;

pub async fn people(Extension(desk): Extension<Desk>, uri: Uri, body: Bytes) -> Response {
    let Some(fields) = input::fields(&uri, &body) else {
        return answer(400, &json!({"error": "There was a problem parsing your JSON."}));
    };
    if fields.contains_key("q_organization_domains") && fields.contains_key("q_organization_domains_list") {
        let text = "Use either q_organization_domains or q_organization_domains_list, not both.";
        return answer(422, &json!({ "error": text }));
    }
    let (page, per_page) = input::page(&fields);
    let found = desk.world.find_people(desk.provider, &input::people(&fields));
    let people: Vec<Value> = if page * per_page > VISIBLE {
        Vec::new()
    } else {
        let sightings = page_of(&found, page, per_page).iter();
        let sightings = sightings.filter_map(|persona| desk.world.sighting(desk.provider, persona));
        sightings.map(|sighting| desk.row(shapes::teaser(&sighting))).collect()
    };
    answer(200, &json!({"total_entries": found.len(), "people": people}))
}

/// The search that was.
pub async fn retired() -> Response {
    let text =
        "This endpoint is deprecated for API callers. Please use the new mixed_people/api_search endpoint.";
    answer(422, &json!({ "error": text }))
}
