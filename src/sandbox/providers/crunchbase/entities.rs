//! One organization and what hangs on it.

use super::{
    manners::text_error,
    properties::{self, ORGANIZATION, permalink},
};
use crate::sandbox::{
    gate::Desk,
    providers::ids::{read_uuid, uuid},
    wire::{answer, param},
    world::company::Company,
};
use axum::{Extension, extract::Path, http::Uri, response::Response};
use serde_json::{Map, Value, json};

pub async fn organization(Extension(desk): Extension<Desk>, Path(id): Path<String>, uri: Uri) -> Response {
    let Some(company) = wanted(&desk, &id) else { return text_error(404, "entity not found") };
    let list =
        |name| param(&uri, name).iter().flat_map(|it| it.split(',').map(str::to_owned)).collect::<Vec<_>>();
    let fields = list("field_ids");
    let all = properties::organization(company);
    let chosen: Map<_, _> =
        all.into_iter().filter(|(name, _)| name == "identifier" || fields.contains(name)).collect();
    let cards: Map<_, _> = list("card_ids")
        .into_iter()
        .filter_map(|name| Some((name.clone(), deck(&desk, company, &name)?)))
        .collect();
    answer(200, &json!({"properties": desk.row(Value::Object(chosen)), "cards": cards}))
}

pub async fn card(Extension(desk): Extension<Desk>, Path((id, card)): Path<(String, String)>) -> Response {
    let Some(company) = wanted(&desk, &id) else { return text_error(404, "entity not found") };
    match deck(&desk, company, &card) {
        Some(cards) => answer(
            200,
            &json!({"properties": {"identifier": properties::identifier(company)}, "cards": {card: cards}}),
        ),
        None => text_error(400, "unknown card_id"),
    }
}

/// Nothing is ever deleted here.
pub async fn deleted() -> Response {
    answer(200, &json!([]))
}

fn wanted<'a>(desk: &'a Desk, id: &str) -> Option<&'a Company> {
    match read_uuid(ORGANIZATION, id) {
        Some(number) => desk.world.company(u16::try_from(number).ok()?),
        None => desk.world.companies().iter().find(|company| permalink(company) == id),
    }
}

/// At most 100 cards of one kind.
fn deck(desk: &Desk, company: &Company, kind: &str) -> Option<Value> {
    let people = |seniorities: &[&str]| {
        let sightings = desk
            .world
            .people_of(company)
            .iter()
            .filter_map(|persona| desk.world.sighting(desk.provider, persona));
        let wanted = sightings.filter(|sighting| seniorities.contains(&sighting.role.seniority));
        Value::Array(wanted.map(|sighting| Value::Object(properties::person(&sighting))).collect())
    };
    match kind {
        "founders" => Some(people(&["founder"])),
        "current_employees_featured_order_field" | "jobs" => Some(people(&["founder", "c_suite", "vp", "head", "director"])),
        "headquarters_address" => Some(json!([{"location_identifiers": properties::locations(&company.headquarters)}])),
        "raised_funding_rounds" => Some(json!(company.funding.map(|sum| json!({
            "identifier": {"uuid": uuid("crunchbase round", u64::from(company.index)), "value": "Post-IPO Equity",
                           "permalink": format!("{}-round", permalink(company)), "entity_def_id": "funding_round"},
            "announced_on": "2018-06-01", "investment_type": "post_ipo_equity",
            "money_raised": {"value": sum, "currency": "USD", "value_usd": sum},
        })).into_iter().collect::<Vec<_>>())),
        _ => None,
    }
}
