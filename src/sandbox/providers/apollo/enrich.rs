//! Match one person or up to ten: one credit for each found, charged again when asked again.

use super::{input, shapes};
use crate::sandbox::{
    gate::Desk,
    wire::{answer, param, text},
    world::person::Persona,
};
use axum::{Extension, body::Bytes, http::Uri, response::Response};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

pub async fn one(Extension(desk): Extension<Desk>, uri: Uri, body: Bytes) -> Response {
    let Some(fields) = input::fields(&uri, &body) else { return invalid("The body is not a JSON object.") };
    if let Some(refusal) =
        phone_without_webhook(fields.get("reveal_phone_number"), text(&fields, "webhook_url"))
    {
        return refusal;
    }
    let person = matched(&desk, "people/match", &fields);
    answer(200, &json!({"person": person, "request_id": request_id(&body)}))
}

pub async fn many(Extension(desk): Extension<Desk>, uri: Uri, body: Bytes) -> Response {
    let fields = input::fields(&uri, &body);
    let details = fields.as_ref().and_then(|fields| fields.get("details")?.as_array());
    let Some(details) = details else { return invalid("details is required and must be an array.") };
    if details.len() > 10 {
        return failed("RECORD_LIMIT_EXCEEDED", "A maximum of 10 records can be enriched in one request.");
    }
    let reveal = param(&uri, "reveal_phone_number").map(Value::String);
    if let Some(refusal) = phone_without_webhook(reveal.as_ref(), param(&uri, "webhook_url")) {
        return refusal;
    }
    let empty = Map::new();
    let people = details.iter().map(|detail| detail.as_object().unwrap_or(&empty));
    let mut matches: Vec<_> = people.map(|detail| matched(&desk, "people/bulk_match", detail)).collect();
    let found = matches.iter().flatten().count();
    disturb(&desk, &mut matches, &body);
    answer(
        200,
        &json!({
            "status": "success", "error_code": null, "error_message": null,
            "total_requested_enrichments": details.len(),
            "unique_enriched_records": found,
            "missing_records": details.len() - found,
            "credits_consumed": found_credits(found),
            "matches": matches,
            "request_id": request_id(&body),
        }),
    )
}

/// Callers have to find their person by id: one answer in four is in another order, one in eight leaves out the nulls.
fn disturb(desk: &Desk, matches: &mut Vec<Option<Value>>, body: &Bytes) {
    let draw = desk.world.draw.tag("bulk order").at(request_id(body).unsigned_abs());
    if draw.tag("turned").chance(0.25) {
        matches.reverse();
    }
    if draw.tag("shorter").chance(0.125) {
        matches.retain(Option::is_some);
    }
}

fn matched(desk: &Desk, endpoint: &'static str, detail: &Map<String, Value>) -> Option<Value> {
    let persona = wanted(desk, detail)?;
    let sighting = desk.world.sighting(desk.provider, persona)?;
    desk.charge(endpoint, shapes::person_id(persona.id));
    Some(desk.row(shapes::person(&desk.world, &sighting)))
}

fn wanted<'a>(desk: &'a Desk, detail: &Map<String, Value>) -> Option<&'a Persona> {
    if let Some(id) = text(detail, "id") {
        return desk.world.person(shapes::read_person_id(&id)?);
    }
    if let Some(profile) = text(detail, "linkedin_url") {
        return desk.world.person_by_linkedin(&profile);
    }
    if let Some(email) = text(detail, "email") {
        return desk.world.person_by_email(&email);
    }
    if let Some(hash) = text(detail, "hashed_email") {
        return by_hash(desk, &hash.to_lowercase());
    }
    let name = text(detail, "name")
        .or_else(|| Some(format!("{} {}", text(detail, "first_name")?, text(detail, "last_name")?)))?;
    let company = match text(detail, "domain") {
        Some(domain) => desk.world.company_by_site(&domain),
        None => desk.world.company_by_name(&text(detail, "organization_name")?),
    };
    desk.world.person_by_name(&name, company?)
}

/// SHA-256 only; the MD5 that Apollo takes too finds nobody here.
fn by_hash<'a>(desk: &'a Desk, hash: &str) -> Option<&'a Persona> {
    let email = |persona: &Persona| persona.email(desk.world.employer(persona));
    let is_it =
        |persona: &&Persona| email(persona).is_some_and(|email| hex::encode(Sha256::digest(email)) == hash);
    desk.world.people().iter().find(is_it)
}

/// Signed, and negative more often than not.
fn request_id(body: &Bytes) -> i64 {
    let digest = Sha256::digest(body);
    let id = digest.iter().take(7).fold(0_i64, |id, byte| (id << 8) | i64::from(*byte));
    if id % 4 == 0 { id } else { -id }
}

fn found_credits(found: usize) -> f64 {
    u32::try_from(found).map(f64::from).unwrap_or_default()
}

/// A number is sent later, to a webhook; none is, here.
fn phone_without_webhook(reveal: Option<&Value>, webhook: Option<String>) -> Option<Response> {
    let is_asked = matches!(reveal.map(Value::to_string).as_deref(), Some("true" | "\"true\""));
    let has_webhook = webhook.is_some_and(|url| url.starts_with("https://"));
    (is_asked && !has_webhook)
        .then(|| invalid("Please add a valid 'webhook_url' parameter when using 'reveal_phone_number'"))
}

fn invalid(message: &str) -> Response {
    failed("INVALID_REQUEST", message)
}

fn failed(code: &str, message: &str) -> Response {
    answer(400, &json!({"status": "failed", "error_code": code, "error_message": message}))
}
