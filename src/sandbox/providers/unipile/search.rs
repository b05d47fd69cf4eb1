//! LinkedIn search through an account: people and companies, pages by cursor.

use super::{
    cursor,
    manners::{account, problem},
    parameters, shapes,
};
use crate::sandbox::{
    gate::Desk,
    wire::{answer, object, param, param_number, text},
    world::{CompanyFilter, PeopleFilter, company::Company},
};
use axum::{Extension, body::Bytes, http::Uri, response::Response};
use serde_json::{Map, Value, json};

pub async fn search(Extension(desk): Extension<Desk>, uri: Uri, body: Bytes) -> Response {
    let account = match account(&uri) {
        Ok(account) => account,
        Err(refusal) => return *refusal,
    };
    let Some(mut asked) = object(&body) else { return invalid("The body is not a JSON object") };
    let given = param(&uri, "cursor").or_else(|| text(&asked, "cursor"));
    let start = match given.map(|given| cursor::read(&given)) {
        None => 0,
        Some(Some((Value::Object(question), start))) => {
            asked = question;
            start
        }
        Some(_) => return invalid("The cursor is not valid"),
    };
    let is_classic = text(&asked, "api").is_none_or(|api| api == "classic");
    let limit = param_number(&uri, "limit", 10).clamp(1, if is_classic { 50 } else { 100 });
    let rows = match text(&asked, "category").as_deref() {
        Some("people") => filter(&asked).map(|filter| people(&desk, &filter, &account)),
        Some("companies") => filter(&asked).map(|filter| companies(&desk, &filter.companies)),
        _ => Err("category is people or companies"),
    };
    let rows = match rows {
        Ok(rows) => rows,
        Err(text) => return invalid(text),
    };
    // LinkedIn shows no more than 1,000 rows of one search.
    let total = rows.len().min(1_000);
    let shown: Vec<_> = rows.into_iter().take(total).skip(start).take(limit).collect();
    let next = start + shown.len();
    let question = Value::Object(asked);
    answer(
        200,
        &json!({
            "object": "LinkedinSearch",
            "config": {"params": question},
            "paging": {"start": start, "page_count": shown.len(), "total_count": total},
            "cursor": (next < total && !shown.is_empty()).then(|| cursor::write(&question, next)),
            "items": shown,
        }),
    )
}

fn people(desk: &Desk, filter: &PeopleFilter, account: &str) -> Vec<Value> {
    let found = desk.world.find_people(desk.provider, filter);
    let sightings = found.into_iter().filter_map(|persona| desk.world.sighting(desk.provider, persona));
    sightings.take(1_000).map(|sighting| desk.row(shapes::hit(&desk.world, &sighting, account))).collect()
}

fn companies(desk: &Desk, filter: &CompanyFilter) -> Vec<Value> {
    let row = |company: &Company| {
        json!({
            "object": "SearchResult", "type": "COMPANY", "id": (880_000 + u32::from(company.index)).to_string(),
            "name": company.name, "profile_url": format!("https://www.linkedin.com/company/{}", company.linkedin_id()),
            "industry": company.industry.label, "location": company.headquarters.label(),
            "followers_count": company.employees,
            "summary": company.description(), "headcount": company.employees,
        })
    };
    desk.world
        .find_companies(desk.provider, filter)
        .into_iter()
        .map(|company| desk.row(row(company)))
        .collect()
}

/// Places and industries are numbers, plain or under `include`; titles and words are text.
fn filter(asked: &Map<String, Value>) -> Result<PeopleFilter, &'static str> {
    let empty = Map::new();
    let advanced = asked.get("advanced_keywords").and_then(Value::as_object).unwrap_or(&empty);
    let names = |kind, field| {
        let ids = included(asked, field);
        ids.iter().map(|id| parameters::name_of(kind, id).map(str::to_owned)).collect::<Option<Vec<_>>>()
    };
    let places = names("LOCATION", "location").ok_or("location takes ids of /linkedin/search/parameters")?;
    let industries =
        names("INDUSTRY", "industry").ok_or("industry takes ids of /linkedin/search/parameters")?;
    let mut titles = included(asked, "role");
    titles.extend(text(advanced, "title"));
    let sizes = asked.get("company_headcount").and_then(Value::as_array).into_iter().flatten();
    let employees =
        sizes.map(|size| (size["min"].as_u64().unwrap_or(0), size["max"].as_u64().unwrap_or(u64::MAX)));
    let (first, last) = (text(advanced, "first_name"), text(advanced, "last_name"));
    Ok(PeopleFilter {
        titles,
        places,
        name: [first, last].into_iter().flatten().reduce(|first, last| format!("{first} {last}")),
        keywords: text(asked, "keywords"),
        companies: CompanyFilter {
            names: text(advanced, "company").into_iter().collect(),
            industries,
            employees: employees.collect(),
            ..CompanyFilter::default()
        },
        ..PeopleFilter::default()
    })
}

fn included(asked: &Map<String, Value>, name: &str) -> Vec<String> {
    let list = match asked.get(name) {
        Some(Value::Object(inner)) => inner.get("include"),
        other => other,
    };
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    list.and_then(Value::as_array).into_iter().flatten().map(text).collect()
}

fn invalid(title: &str) -> Response {
    problem(400, "invalid_parameters", title)
}
