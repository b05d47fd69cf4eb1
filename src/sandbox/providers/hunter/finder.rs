//! The address of a named person at a company: one credit if found.

use super::manners::{claimed, error};
use crate::sandbox::{
    gate::Desk,
    wire::{answer, param},
    world::{
        Finding, Sighting,
        company::Company,
        person::{Oddity, Persona},
    },
};
use axum::{Extension, http::Uri, response::Response};
use serde_json::{Value, json};

pub async fn find(Extension(desk): Extension<Desk>, uri: Uri) -> Response {
    let by = |name| param(&uri, name);
    if by("domain").is_none() && by("company").is_none() {
        return error(400, "wrong_params", "You must provide either a domain or a company name.");
    }
    let named = by("full_name").or_else(|| Some(format!("{} {}", by("first_name")?, by("last_name")?)));
    if named.is_none() && by("linkedin_handle").is_none() {
        return error(400, "wrong_params", "You must provide the name of the person.");
    }
    let company = match by("domain") {
        Some(domain) => desk.world.company_by_site(&domain),
        None => by("company").and_then(|name| desk.world.company_by_name(&name)),
    };
    let persona = company.and_then(|company| match (&named, by("linkedin_handle")) {
        (Some(name), _) => desk.world.person_by_name(name, company),
        (None, handle) => desk.world.person_by_linkedin(&handle?),
    });
    if persona.is_some_and(|persona| persona.oddity == Oddity::Claimed) {
        return claimed();
    }
    let sighting = persona.and_then(|persona| desk.world.sighting(desk.provider, persona));
    let meta = json!({"params": {
        "first_name": by("first_name"), "last_name": by("last_name"), "full_name": by("full_name"),
        "domain": by("domain"), "company": by("company"), "max_duration": by("max_duration"),
    }});
    let Some((sighting, email)) = sighting.as_ref().and_then(|it| Some((it, it.email.as_ref()?))) else {
        return answer(200, &json!({"data": nobody(&uri, company), "meta": meta}));
    };
    if is_slow(&desk, sighting.persona) && desk.is_first(format!("finder {}", email.0)) {
        return answer(202, &json!({"data": null, "meta": meta}));
    }
    desk.charge("email-finder", email.0.clone());
    answer(200, &json!({"data": desk.row(found(sighting, email)), "meta": meta}))
}

/// One search in thirty needs a second call.
fn is_slow(desk: &Desk, persona: &Persona) -> bool {
    desk.world.eye(desk.provider, persona).tag("slow").chance(0.03)
}

/// Not found is 200 with an empty address.
fn nobody(uri: &Uri, company: Option<&Company>) -> Value {
    json!({
        "first_name": param(uri, "first_name"), "last_name": param(uri, "last_name"), "email": null, "score": null,
        "domain": company.map(|company| &company.domain), "accept_all": null, "position": null, "twitter": null,
        "linkedin_url": null, "phone_number": null, "company": company.map(|company| &company.name), "sources": [],
        "verification": {"date": null, "status": null},
    })
}

fn found(sighting: &Sighting<'_>, (email, finding): &(String, Finding)) -> Value {
    let company = sighting.company;
    let (score, status) = match finding {
        _ if company.is_catch_all => (63, "accept_all"),
        Finding::Verified => (sighting.confidence, "valid"),
        Finding::Likely => (sighting.confidence.saturating_sub(15), "unknown"),
        Finding::Guessed => (38, "unknown"),
    };
    json!({
        "first_name": sighting.persona.first_name(),
        "last_name": sighting.persona.last_name(),
        "email": email,
        "score": score,
        "domain": company.domain,
        "accept_all": company.is_catch_all,
        "position": sighting.role.title,
        "twitter": null,
        "linkedin_url": sighting.profile_url(),
        "phone_number": sighting.phone,
        "company": company.name,
        "sources": [{
            "domain": company.domain, "uri": format!("https://{}/team", company.domain),
            "extracted_on": sighting.refreshed_on, "last_seen_on": sighting.refreshed_on, "still_on_page": true,
        }],
        "verification": {"date": sighting.refreshed_on, "status": status},
    })
}
