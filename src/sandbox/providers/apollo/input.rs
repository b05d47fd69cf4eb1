//! Apollo takes filters in the JSON body (`person_titles`) or in the query (`person_titles[]`, `revenue_range[min]`).

use crate::sandbox::{
    wire::{number, object, query, text, texts},
    world::{CompanyFilter, PeopleFilter},
};
use axum::{body::Bytes, http::Uri};
use serde_json::{Map, Value, json};

/// Both places as one object; the body wins. `None` when the body is not a JSON object.
pub fn fields(uri: &Uri, body: &Bytes) -> Option<Map<String, Value>> {
    let mut fields = Map::new();
    for (key, value) in query(uri) {
        match key.split_once('[') {
            None => _ = fields.insert(key, json!(value)),
            Some((name, "]")) => match fields.entry(name).or_insert_with(|| json!([])) {
                Value::Array(list) => list.push(json!(value)),
                _ => continue,
            },
            Some((name, end)) => {
                let entry = fields.entry(name).or_insert_with(|| json!({}));
                if let Value::Object(range) = entry {
                    range.insert(end.trim_end_matches(']').to_owned(), json!(value));
                }
            }
        }
    }
    fields.extend(object(body)?);
    Some(fields)
}

/// The people asked for. Names Apollo does not know are ignored, as Apollo does.
pub fn people(fields: &Map<String, Value>) -> PeopleFilter {
    PeopleFilter {
        titles: texts(fields, "person_titles"),
        is_title_exact: matches!(
            fields.get("include_similar_titles").map(Value::to_string).as_deref(),
            Some("false" | "\"false\"")
        ),
        seniorities: texts(fields, "person_seniorities"),
        departments: texts(fields, "person_departments"),
        places: texts(fields, "person_locations"),
        name: None,
        keywords: text(fields, "q_keywords"),
        companies: companies(fields),
    }
}

/// The companies asked for.
pub fn companies(fields: &Map<String, Value>) -> CompanyFilter {
    let mut domains = texts(fields, "q_organization_domains_list");
    domains.extend(
        texts(fields, "q_organization_domains").iter().flat_map(|list| list.lines().map(str::to_owned)),
    );
    let ranges = texts(fields, "organization_num_employees_ranges");
    CompanyFilter {
        names: texts(fields, "q_organization_name"),
        domains,
        industries: texts(fields, "q_organization_keyword_tags"),
        places: texts(fields, "organization_locations"),
        employees: ranges.iter().filter_map(|range| employees(range)).collect(),
        revenue: fields
            .get("revenue_range")
            .and_then(Value::as_object)
            .map(|range| (number(range, "min").unwrap_or(0), number(range, "max").unwrap_or(u64::MAX))),
    }
}

/// "1,10", "10001," or "10001".
fn employees(range: &str) -> Option<(u64, u64)> {
    let (from, to) = range.split_once(',').unwrap_or((range, ""));
    Some((from.trim().parse().ok()?, to.trim().parse().unwrap_or(u64::MAX)))
}

/// `page` from 1 and `per_page` up to 100.
pub fn page(fields: &Map<String, Value>) -> (usize, usize) {
    let read =
        |name, fallback| number(fields, name).and_then(|n| usize::try_from(n).ok()).unwrap_or(fallback);
    (read("page", 1).max(1), read("per_page", 10).clamp(1, 100))
}
