//! Our question in Apollo's words. Names Apollo does not know are silently ignored there, so only known ones are sent.

use super::wire::Detail;
use crate::connectors::{
    clue::PersonClue,
    facts::PeopleQuery,
    normal::{country_name, seniority_name},
};
use serde_json::{Map, Value, json};

/// Apollo's departments by the words people use.
const DEPARTMENTS: [(&str, &str); 16] = [
    ("sales", "master_sales"),
    ("business development", "master_sales"),
    ("marketing", "master_marketing"),
    ("finance", "master_finance"),
    ("accounting", "master_finance"),
    ("operations", "master_operations"),
    ("logistics", "master_operations"),
    ("supply chain", "master_operations"),
    ("hr", "master_human_resources"),
    ("human resources", "master_human_resources"),
    ("people", "master_human_resources"),
    ("legal", "master_legal"),
    ("it", "master_information_technology"),
    ("information technology", "master_information_technology"),
    ("engineering", "master_engineering_technical"),
    ("product", "product_management"),
];

/// The body of a people search.
pub(super) fn search(query: &PeopleQuery, page: u32, limit: u32) -> Value {
    let mut body = Map::new();
    let mut list = |name: &str, values: Vec<String>| {
        if !values.is_empty() {
            body.insert(name.to_owned(), json!(values));
        }
    };
    list("person_titles", query.titles.clone());
    list(
        "person_seniorities",
        query.seniorities.iter().map(|rung| seniority_name(*rung).to_owned()).collect(),
    );
    list("person_departments", departments(query));
    list("person_locations", places(query));
    list("q_organization_keyword_tags", query.industries.clone());
    list("q_organization_domains_list", query.company_domains.iter().take(1000).cloned().collect());
    list("organization_num_employees_ranges", employees(query).into_iter().collect());
    if !query.keywords.is_empty() {
        body.insert("q_keywords".to_owned(), json!(query.keywords.join(" ")));
    }
    let bounds = [("min", query.revenue_min), ("max", query.revenue_max)];
    let revenue: Map<String, Value> =
        bounds.iter().filter_map(|(name, bound)| Some(((*name).to_owned(), json!((*bound)?)))).collect();
    if !revenue.is_empty() {
        body.insert("revenue_range".to_owned(), revenue.into());
    }
    body.insert("page".to_owned(), json!(page));
    body.insert("per_page".to_owned(), json!(limit.clamp(1, 100)));
    body.into()
}

/// Departments Apollo knows; with titles given they would only narrow twice.
fn departments(query: &PeopleQuery) -> Vec<String> {
    if !query.titles.is_empty() {
        return Vec::new();
    }
    let known = |word: &String| {
        let word = word.trim().to_lowercase();
        DEPARTMENTS.iter().find(|(name, _)| *name == word).map(|(_, theirs)| (*theirs).to_owned())
    };
    let mut found: Vec<String> = query.departments.iter().filter_map(known).collect();
    found.dedup();
    found
}

/// Free text: cities, with the country when there is only one; else countries.
fn places(query: &PeopleQuery) -> Vec<String> {
    let countries: Vec<&str> = query.countries.iter().map(|code| country_name(code)).collect();
    match (query.cities.as_slice(), countries.as_slice()) {
        ([], countries) => countries.iter().map(|name| (*name).to_owned()).collect(),
        (cities, [country]) => cities.iter().map(|city| format!("{city}, {country}")).collect(),
        (cities, _) => cities.to_vec(),
    }
}

/// A text with a comma: `"51,200"`.
fn employees(query: &PeopleQuery) -> Option<String> {
    if query.employees_min.is_none() && query.employees_max.is_none() {
        return None;
    }
    Some(format!("{},{}", query.employees_min.unwrap_or(1), query.employees_max.unwrap_or(10_000_000)))
}

/// Whom to match; `None` when Apollo could not know.
pub(super) fn detail(clue: &PersonClue) -> Option<Detail> {
    if clue.external_id.is_some() {
        return Some(Detail { id: clue.external_id.clone(), ..Detail::default() });
    }
    let name = clue.whole_name();
    let is_named = name.is_some() && (clue.company_domain.is_some() || clue.company_name.is_some());
    let is_known = clue.linkedin_url.is_some() || clue.email.is_some() || is_named;
    is_known.then(|| Detail {
        id: None,
        linkedin_url: clue.linkedin_url.clone(),
        email: clue.email.clone(),
        name,
        domain: clue.company_domain.clone(),
        organization_name: clue.company_name.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::{detail, search};
    use crate::connectors::{
        clue::PersonClue,
        facts::{PeopleQuery, Seniority},
    };
    use serde_json::json;

    #[test]
    fn a_full_question_is_spelled_as_apollo_wants_it() {
        let query = PeopleQuery {
            titles: vec!["head of sales".into()],
            seniorities: vec![Seniority::Head, Seniority::CSuite],
            industries: vec!["logistics".into()],
            countries: vec!["ZA".into()],
            cities: vec!["Cape Town".into()],
            company_domains: vec!["kestrelfreight.example".into()],
            employees_min: Some(51),
            revenue_max: Some(9),
            ..PeopleQuery::default()
        };
        let expected = json!({
            "person_titles": ["head of sales"], "person_seniorities": ["head", "c_suite"],
            "person_locations": ["Cape Town, South Africa"], "q_organization_keyword_tags": ["logistics"],
            "q_organization_domains_list": ["kestrelfreight.example"],
            "organization_num_employees_ranges": ["51,10000000"], "revenue_range": {"max": 9}, "page": 2, "per_page": 100,
        });
        assert_eq!(search(&query, 2, 1000), expected);
    }

    #[test]
    fn an_empty_question_has_no_empty_filters() {
        assert_eq!(search(&PeopleQuery::default(), 1, 25), json!({"page": 1, "per_page": 25}));
    }

    #[test]
    fn a_name_alone_identifies_nobody() {
        let name = PersonClue { full_name: Some("Ivo Brandt".into()), ..PersonClue::default() };
        assert_eq!(detail(&name), None);
        let employed = PersonClue { company_domain: Some("nowhere.example".into()), ..name };
        assert!(detail(&employed).is_some());
    }
}
