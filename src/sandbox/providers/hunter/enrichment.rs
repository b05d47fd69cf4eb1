//! People and companies in Clearbit's format: one credit each, two together.

use super::manners::{claimed, error};
use crate::sandbox::{
    gate::Desk,
    ledger::Charge,
    providers::clearbit::shapes,
    wire::{answer, param},
    world::{
        company::Company,
        person::{Oddity, Persona},
    },
};
use axum::{Extension, http::Uri, response::Response};
use serde_json::{Value, json};

pub async fn person(Extension(desk): Extension<Desk>, uri: Uri) -> Response {
    let persona = match wanted(&desk, &uri) {
        Ok(persona) => persona,
        Err(refusal) => return *refusal,
    };
    let row = persona.and_then(|persona| shown(&desk, persona));
    match (row, persona) {
        (Some(row), Some(persona)) => {
            desk.charge("people/find", persona.linkedin_id(0));
            answer(200, &json!({"data": row, "meta": meta(&uri)}))
        }
        _ => not_found(),
    }
}

pub async fn company(Extension(desk): Extension<Desk>, uri: Uri) -> Response {
    let Some(domain) = param(&uri, "domain") else {
        return error(400, "wrong_params", "You must provide a domain.");
    };
    let Some(company) = desk.world.company_by_site(&domain) else { return not_found() };
    desk.charge("companies/find", company.domain.clone());
    answer(200, &json!({"data": desk.row(shapes::company(company)), "meta": meta(&uri)}))
}

pub async fn combined(Extension(desk): Extension<Desk>, uri: Uri) -> Response {
    let persona = match wanted(&desk, &uri) {
        Ok(persona) => persona,
        Err(refusal) => return *refusal,
    };
    let employer: Option<&Company> = match (persona, param(&uri, "email")) {
        (Some(persona), _) => Some(desk.world.employer(persona)),
        (None, Some(email)) => email.rsplit('@').next().and_then(|domain| desk.world.company_by_site(domain)),
        (None, None) => None,
    };
    let Some(employer) = employer else { return not_found() };
    let row = persona.and_then(|persona| shown(&desk, persona));
    let fact = persona.map_or_else(|| employer.domain.clone(), |persona| persona.linkedin_id(0));
    desk.bill(Charge { endpoint: "combined/find", fact, millicredits: 2_000, is_free_again: false });
    let company = desk.row(shapes::company(employer));
    answer(200, &json!({"data": {"person": row, "company": company}, "meta": meta(&uri)}))
}

/// Whom the query means; an error for whom nobody may ask for.
fn wanted<'a>(desk: &'a Desk, uri: &Uri) -> Result<Option<&'a Persona>, Box<Response>> {
    let persona = match (param(uri, "email"), param(uri, "linkedin_handle")) {
        (Some(email), _) => desk.world.person_by_email(&email),
        (None, Some(handle)) => desk.world.person_by_linkedin(&handle),
        (None, None) => {
            let refusal = error(400, "wrong_params", "You must provide an email or a LinkedIn handle.");
            return Err(Box::new(refusal));
        }
    };
    match persona {
        Some(persona) if persona.oddity == Oddity::Claimed => Err(Box::new(claimed())),
        persona => Ok(persona),
    }
}

fn shown(desk: &Desk, persona: &Persona) -> Option<Value> {
    let sighting = desk.world.sighting(desk.provider, persona)?;
    Some(desk.row(shapes::person(&sighting)))
}

fn meta(uri: &Uri) -> Value {
    json!({"params": {"email": param(uri, "email"), "domain": param(uri, "domain")}})
}

fn not_found() -> Response {
    error(404, "not_found", "We couldn't find any data for this request.")
}
