//! Does an address take mail? One credit for each answer; 202 and 222 are no answers.

use super::manners::{claimed, error};
use crate::sandbox::{
    gate::Desk,
    wire::{answer, param},
    world::{
        company::Company,
        person::{Oddity, Persona},
    },
};
use axum::{Extension, http::Uri, response::Response};
use email_address::EmailAddress;
use serde_json::{Value, json};

const WEBMAIL: [&str; 5] = ["gmail.com", "outlook.com", "yahoo.com", "hotmail.com", "icloud.com"];
const DISPOSABLE: [&str; 2] = ["mailinator.com", "guerrillamail.com"];

pub async fn verify(Extension(desk): Extension<Desk>, uri: Uri) -> Response {
    let Some(email) = param(&uri, "email").map(|email| email.trim().to_lowercase()) else {
        return error(400, "wrong_params", "You are missing the email parameter.");
    };
    if !EmailAddress::is_valid(&email) {
        return error(400, "invalid_email", "The email you supplied is not valid.");
    }
    let persona = desk.world.person_by_email(&email);
    if persona.is_some_and(|persona| persona.oddity == Oddity::Claimed) {
        return claimed();
    }
    let draw = desk.world.draw.tag("verifier").tag(&email);
    if draw.tag("slow").chance(0.04) && desk.is_first(format!("verifier {email}")) {
        return answer(202, &json!({"data": null, "meta": {"params": {"email": email}}}));
    }
    if draw.tag("smtp").chance(0.02) && desk.is_first(format!("verifier smtp {email}")) {
        let text = "The verification failed because of an unexpected response from the remote SMTP server.";
        return error(222, "smtp_error", text);
    }
    let domain = email.rsplit('@').next().unwrap_or_default().to_owned();
    let verdict = verdict(&domain, desk.world.company_by_site(&domain), persona);
    desk.charge("email-verifier", email.clone());
    answer(200, &json!({"data": desk.row(shape(&email, verdict)), "meta": {"params": {"email": email}}}))
}

/// Status, the old result, score.
fn verdict(
    domain: &str,
    company: Option<&Company>,
    persona: Option<&Persona>,
) -> (&'static str, &'static str, u8) {
    match (company, persona) {
        _ if WEBMAIL.contains(&domain) => ("webmail", "risky", 70),
        _ if DISPOSABLE.contains(&domain) => ("disposable", "risky", 5),
        (Some(company), _) if company.is_catch_all => ("accept_all", "risky", 59),
        (Some(_), Some(_)) => ("valid", "deliverable", 97),
        (Some(_), None) => ("invalid", "undeliverable", 0),
        (None, _) => ("unknown", "risky", 12),
    }
}

fn shape(email: &str, (status, result, score): (&str, &str, u8)) -> Value {
    let has_server = status != "unknown";
    json!({
        "status": status, "result": result, "score": score, "email": email, "regexp": true, "gibberish": false,
        "disposable": status == "disposable", "webmail": status == "webmail", "mx_records": has_server,
        "smtp_server": has_server, "smtp_check": matches!(status, "valid" | "accept_all"),
        "accept_all": status == "accept_all", "block": false, "sources": [],
        "_deprecation_notice": "Using result is deprecated, use status instead",
    })
}
