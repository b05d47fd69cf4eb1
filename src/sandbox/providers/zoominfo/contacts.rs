//! Contact search: free, and without addresses or numbers.

use super::{manners::document, request, shapes};
use crate::sandbox::{
    gate::Desk,
    wire::{page_of, text},
    world::{PeopleFilter, person::Persona},
};
use axum::{Extension, body::Bytes, http::Uri, response::Response};
use serde_json::{Map, Value};

const FIELDS: [&str; 31] = [
    "personId",
    "emailAddress",
    "hashedEmail",
    "fullName",
    "firstName",
    "lastName",
    "jobTitle",
    "exactJobTitle",
    "managementLevel",
    "department",
    "jobFunction",
    "companyId",
    "companyName",
    "companyWebsite",
    "country",
    "state",
    "zipCode",
    "zipCodeRadiusMiles",
    "metroRegion",
    "industryCodes",
    "employeeRangeMin",
    "employeeRangeMax",
    "revenueMin",
    "revenueMax",
    "contactAccuracyScoreMin",
    "requiredFields",
    "lastUpdatedInMonths",
    "phone",
    "excludePartialProfiles",
    "locationSearchType",
    "industryKeywords",
];

pub async fn search(Extension(desk): Extension<Desk>, uri: Uri, body: Bytes) -> Response {
    let asked = request::attributes(&body, "ContactSearch", &FIELDS)
        .and_then(|fields| Ok((fields, request::page(&uri)?)));
    let (fields, page) = match asked {
        Ok(asked) => asked,
        Err(refusal) => return *refusal,
    };
    let mut found = desk.world.find_people(desk.provider, &filter(&fields));
    found.retain(|persona| is_wanted(&desk, persona, &fields));
    let sightings = page_of(&found, page.0, page.1).iter();
    let sightings = sightings.filter_map(|persona| desk.world.sighting(desk.provider, persona));
    let rows: Vec<Value> = sightings.map(|sighting| desk.row(shapes::teaser(&sighting))).collect();
    document(200, &request::paged(&rows, found.len(), page))
}

fn filter(fields: &Map<String, Value>) -> PeopleFilter {
    let exact = request::list(fields, "exactJobTitle");
    let name =
        text(fields, "fullName").or_else(|| text(fields, "lastName")).or_else(|| text(fields, "firstName"));
    let mut places = request::list(fields, "state");
    places.extend(request::list(fields, "metroRegion"));
    if places.is_empty() {
        places = request::list(fields, "country");
    }
    PeopleFilter {
        is_title_exact: !exact.is_empty(),
        titles: if exact.is_empty() { request::list(fields, "jobTitle") } else { exact },
        places,
        name,
        keywords: text(fields, "industryKeywords"),
        companies: request::companies(fields),
        ..PeopleFilter::default()
    }
}

/// What the world's own filter does not know.
fn is_wanted(desk: &Desk, persona: &Persona, fields: &Map<String, Value>) -> bool {
    let role = desk.world.role_seen(desk.provider, persona);
    let is_one_of = |name: &str, value: &str| {
        let wanted = request::list(fields, name);
        wanted.is_empty() || wanted.iter().any(|it| it.eq_ignore_ascii_case(value))
    };
    let is_named = |name: &str, value: String| {
        text(fields, name).is_none_or(|wanted| wanted.eq_ignore_ascii_case(&value))
    };
    let company = desk.world.employer(persona);
    is_one_of("managementLevel", shapes::level(role))
        && is_one_of("department", shapes::department(role))
        && is_one_of("jobFunction", shapes::department(role))
        && is_one_of("companyId", &shapes::company_id(company).to_string())
        && is_one_of("personId", &shapes::person_id(persona.id))
        && is_named("emailAddress", persona.email(company).unwrap_or_default())
}
