//! One profile, and the account's relations.

use super::{
    cursor,
    manners::{account, problem},
    shapes,
};
use crate::sandbox::{
    gate::Desk,
    wire::{answer, param, param_number},
    world::{PeopleFilter, person::Persona},
};
use axum::{Extension, extract::Path, http::Uri, response::Response};
use serde_json::json;

/// By public id, by the id this account knows the person by, or the account itself as `me`.
pub async fn show(Extension(desk): Extension<Desk>, Path(identifier): Path<String>, uri: Uri) -> Response {
    let account = match account(&uri) {
        Ok(account) => account,
        Err(refusal) => return *refusal,
    };
    if identifier == "me" {
        return answer(
            200,
            &json!({
                "object": "AccountOwnerProfile", "provider": "LINKEDIN", "provider_id": "ACoAAOWN01",
                "public_identifier": "sandbox-user-demo", "first_name": "Sandbox", "last_name": "User",
            }),
        );
    }
    let persona: Option<&Persona> = match shapes::read_provider_id(&identifier, &account) {
        Some(Ok(id)) => desk.world.person(id),
        Some(Err(())) => return problem(404, "invalid_resource_identifier", "Invalid resource identifier"),
        None => desk.world.person_by_linkedin(&identifier),
    };
    let sighting = persona.and_then(|persona| desk.world.sighting(desk.provider, persona));
    let sections = param(&uri, "linkedin_sections").unwrap_or_default();
    let has_experience = sections.contains('*') || sections.contains("experience");
    match sighting {
        Some(sighting) => {
            answer(200, &desk.row(shapes::profile(&desk.world, &sighting, &account, has_experience)))
        }
        None => problem(404, "resource_not_found", "User not found"),
    }
}

/// Everybody the account is connected with.
pub async fn relations(Extension(desk): Extension<Desk>, uri: Uri) -> Response {
    let account = match account(&uri) {
        Ok(account) => account,
        Err(refusal) => return *refusal,
    };
    let limit = param_number(&uri, "limit", 100).clamp(1, 250);
    let start = param(&uri, "cursor").and_then(|text| cursor::read(&text)).map_or(0, |(_, start)| start);
    let everybody = desk.world.find_people(desk.provider, &PeopleFilter::default());
    let friends: Vec<_> = everybody
        .into_iter()
        .filter(|persona| shapes::distance(&desk.world, persona, &account) == "FIRST_DEGREE")
        .collect();
    let rows: Vec<_> = friends
        .iter()
        .skip(start)
        .take(limit)
        .map(|persona| {
            desk.row(json!({
                "object": "UserRelation", "member_id": shapes::provider_id(persona, &account),
                "connection_urn": format!("urn:li:fsd_connection:{}", persona.id.code(0)),
                "public_identifier": persona.linkedin_id(0), "first_name": persona.first_name(),
                "last_name": persona.last_name(), "created_at": 1_767_600_000_000_u64,
            }))
        })
        .collect();
    let next = start + rows.len();
    let cursor = (next < friends.len()).then(|| cursor::write(&json!(null), next));
    answer(200, &json!({"object": "UserRelationsList", "items": rows, "cursor": cursor}))
}
