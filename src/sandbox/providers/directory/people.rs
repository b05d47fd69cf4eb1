//! People by title, industry, country and words. Free.

use super::manners::message;
use crate::sandbox::{
    gate::Desk,
    wire::{answer, page_of, param, param_number},
    world::{CompanyFilter, PeopleFilter, Sighting, person::PersonId, tables::country_name},
};
use axum::{Extension, extract::Path, http::Uri, response::Response};
use serde_json::{Value, json};

pub async fn search(Extension(desk): Extension<Desk>, uri: Uri) -> Response {
    let list = |name| {
        param(&uri, name)
            .iter()
            .flat_map(|it| it.split(',').map(|part| part.trim().to_owned()))
            .collect::<Vec<_>>()
    };
    let mut places = list("city");
    if places.is_empty() {
        places = list("country");
    }
    let filter = PeopleFilter {
        titles: list("title"),
        places,
        keywords: param(&uri, "q"),
        companies: CompanyFilter {
            names: list("company"),
            industries: list("industry"),
            ..CompanyFilter::default()
        },
        ..PeopleFilter::default()
    };
    let (page, size) =
        (param_number(&uri, "page", 1).max(1), param_number(&uri, "per_page", 20).clamp(1, 100));
    let found = desk.world.find_people(desk.provider, &filter);
    let sightings = page_of(&found, page, size).iter();
    let sightings = sightings.filter_map(|persona| desk.world.sighting(desk.provider, persona));
    let results: Vec<Value> = sightings.map(|sighting| desk.row(entry(&sighting))).collect();
    let next_page = (page * size < found.len()).then_some(page + 1);
    answer(200, &json!({"results": results, "total": found.len(), "next_page": next_page}))
}

pub async fn show(Extension(desk): Extension<Desk>, Path(id): Path<String>) -> Response {
    let persona = PersonId::from_code(&id).and_then(|id| desk.world.person(id));
    match persona.and_then(|persona| desk.world.sighting(desk.provider, persona)) {
        Some(sighting) => answer(200, &desk.row(entry(&sighting))),
        None => message(404, "Not found."),
    }
}

fn entry(sighting: &Sighting<'_>) -> Value {
    let (persona, company) = (sighting.persona, sighting.company);
    let place = persona.place(company);
    json!({
        "id": persona.id.code(0),
        "name": persona.full_name(),
        "role": sighting.role.title,
        "email": sighting.email.as_ref().map(|(email, _)| email),
        "phone": sighting.phone,
        "linkedin": sighting.profile_url(),
        "city": place.city,
        "country": country_name(place.country),
        "company": {
            "name": company.name, "website": format!("https://www.{}", company.domain),
            "industry": company.industry.label, "employees": company.employees,
        },
        "updated": sighting.refreshed_on,
    })
}
