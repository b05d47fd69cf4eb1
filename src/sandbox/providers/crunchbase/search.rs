//! Searches: predicates that all have to hold, chosen fields, pages by the last id.

use super::{manners::text_error, predicate::Predicate, properties};
use crate::sandbox::{
    gate::Desk,
    wire::{answer, number, object, text, texts},
    world::{CompanyFilter, PeopleFilter},
};
use axum::{Extension, body::Bytes, response::Response};
use serde_json::{Map, Value, json};

const ORGANIZATION_FIELDS: [&str; 23] = [
    "identifier",
    "name",
    "legal_name",
    "short_description",
    "website_url",
    "website",
    "linkedin",
    "num_employees_enum",
    "revenue_range",
    "location_identifiers",
    "founded_on",
    "categories",
    "category_groups",
    "operating_status",
    "status",
    "ipo_status",
    "company_type",
    "stock_symbol",
    "phone_number",
    "funding_total",
    "num_funding_rounds",
    "last_funding_type",
    "rank_org",
];
const PERSON_FIELDS: [&str; 7] = [
    "identifier",
    "first_name",
    "last_name",
    "primary_job_title",
    "primary_organization",
    "linkedin",
    "location_identifiers",
];

pub async fn organizations(Extension(desk): Extension<Desk>, body: Bytes) -> Response {
    let companies = desk.world.find_companies(desk.provider, &CompanyFilter::default());
    let all = companies.into_iter().map(properties::organization);
    page(&desk, &body, &ORGANIZATION_FIELDS, all)
}

pub async fn people(Extension(desk): Extension<Desk>, body: Bytes) -> Response {
    let people = desk.world.find_people(desk.provider, &PeopleFilter::default());
    let sightings = people.into_iter().filter_map(|persona| desk.world.sighting(desk.provider, persona));
    page(&desk, &body, &PERSON_FIELDS, sightings.map(|sighting| properties::person(&sighting)))
}

fn page(
    desk: &Desk,
    body: &Bytes,
    fields: &[&str],
    all: impl Iterator<Item = Map<String, Value>>,
) -> Response {
    let asked = match Asked::read(body, fields) {
        Ok(asked) => asked,
        Err(text) => return text_error(400, &text),
    };
    let mut found: Vec<_> =
        all.filter(|entity| asked.predicates.iter().all(|it| it.accepts(entity))).collect();
    asked.sort(&mut found);
    let count = found.len();
    let start = match &asked.after_id {
        Some(id) => found.iter().position(|entity| uuid_of(entity) == id.as_str()).map_or(count, |at| at + 1),
        None => 0,
    };
    let entities = found.into_iter().skip(start).take(asked.limit).map(|entity| {
        let uuid = uuid_of(&entity).to_owned();
        let chosen: Map<_, _> =
            entity.into_iter().filter(|(name, _)| asked.field_ids.contains(name)).collect();
        json!({"uuid": uuid, "properties": desk.row(Value::Object(chosen))})
    });
    answer(200, &json!({"count": count, "entities": entities.collect::<Vec<_>>()}))
}

struct Asked {
    field_ids: Vec<String>,
    predicates: Vec<Predicate>,
    order: Option<(String, bool)>,
    limit: usize,
    after_id: Option<String>,
}

impl Asked {
    fn read(body: &Bytes, fields: &[&str]) -> Result<Self, String> {
        let asked = object(body).ok_or("the body is not a JSON object")?;
        let field_ids = texts(&asked, "field_ids");
        if let Some(unknown) = field_ids.iter().find(|id| !fields.contains(&id.as_str())) {
            return Err(format!("{unknown} is not a field of this collection"));
        }
        let query = asked.get("query").and_then(Value::as_array).ok_or("query is required")?;
        if field_ids.is_empty() || query.len() > 25 {
            return Err("field_ids is required and query has at most 25 predicates".to_owned());
        }
        let limit = number(&asked, "limit").unwrap_or(100);
        if !(1..=1000).contains(&limit) {
            return Err("limit is from 1 to 1000".to_owned());
        }
        let order = asked.get("order").and_then(|order| order.get(0));
        let part = |name: &str| order.and_then(|order| order.get(name)?.as_str()).map(str::to_owned);
        Ok(Self {
            field_ids,
            predicates: query.iter().map(|entry| Predicate::read(entry, fields)).collect::<Result<_, _>>()?,
            order: part("field_id").map(|field| (field, part("sort").as_deref() == Some("desc"))),
            limit: usize::try_from(limit).unwrap_or(100),
            after_id: text(&asked, "after_id"),
        })
    }

    /// By one field, numbers before texts; without an order, Crunchbase's own.
    fn sort(&self, found: &mut [Map<String, Value>]) {
        let Some((field, is_down)) = &self.order else { return };
        let key = |entity: &Map<String, Value>| {
            let value =
                entity.get(field).map(|value| value.get("value_usd").or(value.get("value")).unwrap_or(value));
            let text = value.map(ToString::to_string).unwrap_or_default();
            (value.and_then(Value::as_u64), text)
        };
        found.sort_by_cached_key(key);
        if *is_down {
            found.reverse();
        }
    }
}

fn uuid_of(entity: &Map<String, Value>) -> &str {
    entity.get("identifier").and_then(|identifier| identifier["uuid"].as_str()).unwrap_or_default()
}
