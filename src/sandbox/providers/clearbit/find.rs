//! Look-ups by address and domain: one credit for each person or company found.

use super::{manners::error, shapes};
use crate::sandbox::{
    gate::Desk,
    wire::{answer, param, typed},
    world::{company::Company, person::Persona},
};
use axum::{Extension, http::Uri, response::Response};
use serde_json::{Value, json};

pub async fn person(Extension(desk): Extension<Desk>, uri: Uri) -> Response {
    let Some(email) = param(&uri, "email") else {
        return error(422, "params_invalid", "An email is required.");
    };
    if let Some(queued) = queued(&desk, &uri, &email) {
        return queued;
    }
    match desk.world.person_by_email(&email).and_then(|persona| shown(&desk, persona)) {
        Some(row) => answer(200, &row),
        None => error(404, "unknown_record", "Unknown person."),
    }
}

pub async fn company(Extension(desk): Extension<Desk>, uri: Uri) -> Response {
    let Some(domain) = param(&uri, "domain") else {
        return error(422, "params_invalid", "A domain is required.");
    };
    if let Some(queued) = queued(&desk, &uri, &domain) {
        return queued;
    }
    match desk.world.company_by_site(&domain) {
        Some(company) => answer(200, &house(&desk, company)),
        None => error(404, "unknown_record", "Unknown company."),
    }
}

pub async fn combined(Extension(desk): Extension<Desk>, uri: Uri) -> Response {
    let Some(email) = param(&uri, "email") else {
        return error(422, "params_invalid", "An email is required.");
    };
    if let Some(queued) = queued(&desk, &uri, &email) {
        return queued;
    }
    let person = desk.world.person_by_email(&email).and_then(|persona| shown(&desk, persona));
    let company = email.rsplit('@').next().and_then(|domain| desk.world.company_by_site(domain));
    let company = company.map(|company| house(&desk, company));
    match (person, company) {
        (None, None) => error(404, "unknown_record", "Unknown person."),
        (person, company) => answer(200, &json!({"person": person, "company": company})),
    }
}

/// A company's domain by its name. Free.
pub async fn domain(Extension(desk): Extension<Desk>, uri: Uri) -> Response {
    let company = param(&uri, "name").and_then(|name| desk.world.company_by_name(&name));
    match company {
        Some(company) => answer(200, &json!({"name": company.name, "domain": company.domain, "logo": null})),
        None => error(404, "unknown_record", "Unknown company."),
    }
}

/// One look-up in twenty is answered only the second time; the first answer is empty or says "queued".
fn queued(desk: &Desk, uri: &Uri, thing: &str) -> Option<Response> {
    let draw = desk.world.draw.tag("clearbit queue").tag(&thing.to_lowercase());
    let is_cached = param(uri, "cached").is_some_and(|value| value == "true");
    let waits = draw.tag("waits").chance(0.05) && !is_cached && desk.is_first(format!("queue {thing}"));
    waits.then(|| match draw.tag("empty").chance(0.5) {
        true => typed(202, "application/json", String::new()),
        false => error(202, "queued", "Your request has been queued."),
    })
}

fn shown(desk: &Desk, persona: &Persona) -> Option<Value> {
    let sighting = desk.world.sighting(desk.provider, persona)?;
    desk.charge("people/find", persona.linkedin_id(0));
    Some(desk.row(shapes::person(&sighting)))
}

fn house(desk: &Desk, company: &Company) -> Value {
    desk.charge("companies/find", company.domain.clone());
    desk.row(shapes::company(company))
}
