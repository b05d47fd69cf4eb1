//! Everybody of a domain, how many there are, and companies by description.

use super::manners::error;
use crate::sandbox::{
    gate::Desk,
    ledger::Charge,
    wire::{answer, number, object, page_of, param, param_number, text, texts},
    world::{
        CompanyFilter, Finding, PeopleFilter, Sighting, company::Company, filter::is_in, person::Oddity,
    },
};
use axum::{Extension, body::Bytes, http::Uri, response::Response};
use serde_json::{Map, Value, json};

pub async fn search(Extension(desk): Extension<Desk>, uri: Uri) -> Response {
    let by = |name| param(&uri, name);
    let (limit, offset) = (param_number(&uri, "limit", 10), param_number(&uri, "offset", 0));
    if by("domain").is_none() && by("company").is_none() {
        return error(400, "wrong_params", "You must provide either a domain or a company name.");
    }
    if limit > 100 {
        return error(400, "pagination_error", "The limit is at most 100.");
    }
    let company = match by("domain") {
        Some(domain) => desk.world.company_by_site(&domain),
        None => by("company").and_then(|name| desk.world.company_by_name(&name)),
    };
    let list = |name| by(name).iter().flat_map(|it| it.split(',').map(str::to_owned)).collect::<Vec<_>>();
    let (seniorities, departments) = (list("seniority"), list("department"));
    if let Some(id) = unknown(&seniorities, &LEVELS, "invalid_seniority")
        .or_else(|| unknown(&departments, &DEPARTMENTS, "invalid_department"))
    {
        return error(400, id, "None of the values is one we know.");
    }
    let is_asked = |it: &Sighting<'_>| {
        let is_in = |wanted: &[String], own: &str| wanted.is_empty() || wanted.iter().any(|it| it == own);
        // Nobody here is known by an address of a whole department.
        by("type").is_none_or(|kind| kind == "personal")
            && is_in(&seniorities, seniority(it.role.seniority))
            && is_in(&departments, department(it.role.department))
    };
    let mut emails = Vec::new();
    for persona in company.map(|company| desk.world.people_of(company)).unwrap_or_default() {
        let sighting = desk.world.sighting(desk.provider, persona);
        let sighting = sighting.filter(|it| it.persona.oddity != Oddity::Claimed && is_asked(it));
        emails.extend(sighting.as_ref().and_then(row));
    }
    let results = emails.len();
    let shown: Vec<Value> = emails.into_iter().skip(offset).take(limit).map(|row| desk.row(row)).collect();
    if let Some(company) = company.filter(|_| !shown.is_empty()) {
        // One credit for each ten addresses begun.
        let credits = u64::try_from(shown.len().div_ceil(10)).unwrap_or(1);
        let fact = format!("{} {limit} {offset}", company.domain);
        desk.bill(Charge {
            endpoint: "domain-search",
            fact,
            millicredits: 1_000 * credits,
            is_free_again: false,
        });
    }
    answer(
        200,
        &json!({
            "data": data(company, by("domain"), &shown),
            "meta": {"results": results, "limit": limit, "offset": offset, "params": {
                "domain": by("domain"), "company": by("company"), "type": by("type"), "seniority": by("seniority"),
                "department": by("department"),
            }},
        }),
    )
}

fn data(company: Option<&Company>, domain: Option<String>, emails: &[Value]) -> Value {
    let pattern =
        company.map(|company| ["{first}.{last}", "{f}{last}", "{first}_{last}"][company.address_style]);
    json!({
        "domain": company.map(|company| company.domain.clone()).or(domain),
        "disposable": false, "webmail": false,
        "accept_all": company.is_some_and(|company| company.is_catch_all),
        "pattern": pattern,
        "organization": company.map(|company| &company.name),
        "description": company.map(Company::description),
        "industry": company.map(|company| company.industry.label),
        "country": company.map(|company| company.headquarters.country),
        "emails": emails, "linked_domains": [],
    })
}

fn row(sighting: &Sighting<'_>) -> Option<Value> {
    let (email, finding) = sighting.email.as_ref()?;
    let status = if *finding == Finding::Verified { "valid" } else { "unknown" };
    Some(json!({
        "value": email, "type": "personal", "confidence": sighting.confidence,
        "first_name": sighting.persona.first_name(), "last_name": sighting.persona.last_name(),
        "position": sighting.role.title, "seniority": seniority(sighting.role.seniority),
        "department": department(sighting.role.department),
        "linkedin": sighting.profile_url(),
        "twitter": null, "phone_number": sighting.phone,
        "verification": {"date": sighting.refreshed_on, "status": status}, "sources": [],
    }))
}

const LEVELS: [&str; 3] = ["junior", "senior", "executive"];
const DEPARTMENTS: [&str; 14] = [
    "executive",
    "it",
    "finance",
    "management",
    "sales",
    "legal",
    "support",
    "hr",
    "marketing",
    "communication",
    "education",
    "design",
    "health",
    "operations",
];

/// The refusal of a list in which nothing is known; words that are not known beside others are ignored.
fn unknown(asked: &[String], known: &[&str], id: &'static str) -> Option<&'static str> {
    let is_refused = !asked.is_empty() && !asked.iter().any(|word| known.contains(&word.as_str()));
    is_refused.then_some(id)
}

/// Hunter's word for a department.
fn department(ours: &str) -> &str {
    match ours {
        "human_resources" => "hr",
        "information_technology" | "engineering" => "it",
        "supply_chain" => "operations",
        "customer_success" => "support",
        "product" => "management",
        same => same,
    }
}

/// Hunter has three levels.
fn seniority(ours: &str) -> &'static str {
    match ours {
        "intern" | "entry" => "junior",
        "senior" | "manager" => "senior",
        _ => "executive",
    }
}

/// Free, and without a key.
pub async fn count(Extension(desk): Extension<Desk>, uri: Uri) -> Response {
    let Some(domain) = param(&uri, "domain") else {
        return error(400, "wrong_params", "You must provide a domain.");
    };
    let companies = CompanyFilter { domains: vec![domain.clone()], ..CompanyFilter::default() };
    let found = desk.world.find_people(desk.provider, &PeopleFilter { companies, ..PeopleFilter::default() });
    let (mut departments, mut levels) = (Map::new(), Map::new());
    for persona in &found {
        add(&mut departments, department(persona.role().department));
        add(&mut levels, seniority(persona.role().seniority));
    }
    answer(
        200,
        &json!({
            "data": {"total": found.len(), "personal_emails": found.len(), "generic_emails": 0,
                     "department": departments, "seniority": levels},
            "meta": {"params": {"domain": domain, "company": null, "type": null}},
        }),
    )
}

fn add(counts: &mut Map<String, Value>, name: &str) {
    let count = counts.get(name).and_then(Value::as_u64).unwrap_or(0);
    counts.insert(name.to_owned(), json!(count + 1));
}

/// Companies by industry, key words, place and head count.
pub async fn discover(Extension(desk): Extension<Desk>, body: Bytes) -> Response {
    let Some(fields) = object(&body) else {
        return error(400, "wrong_params", "The body is not a JSON object.");
    };
    let size =
        |name, fallback| number(&fields, name).and_then(|n| usize::try_from(n).ok()).unwrap_or(fallback);
    let (limit, offset) = (size("limit", 100).clamp(1, 100), size("offset", 0));
    let included = |name: &str| match fields.get(name) {
        Some(Value::Object(inner)) => texts(inner, "include"),
        _ => texts(&fields, name),
    };
    let mut industries = included("industry");
    industries.extend(included("keywords"));
    let query = text(&fields, "query");
    let filter = CompanyFilter { industries, ..CompanyFilter::default() };
    let places = included("headquarters_location");
    let mut found = desk.world.find_companies(desk.provider, &filter);
    found.retain(|company| {
        (places.is_empty() || places.iter().any(|place| is_in(&company.headquarters, place)))
            && query.as_ref().is_none_or(|query| query.to_lowercase().contains(company.industry.label))
    });
    desk.charge("discover", format!("{} {offset}", Value::Object(fields.clone())));
    let shown = page_of(&found[offset.min(found.len())..], 1, limit);
    let rows: Vec<_> = shown
        .iter()
        .map(|company| {
            desk.row(json!({
                "domain": company.domain, "organization": company.name, "industry": company.industry.label,
                "headcount": headcount(company.employees), "country": company.headquarters.country,
                "emails_count": {"personal": company.people, "generic": 0, "total": company.people},
            }))
        })
        .collect();
    answer(200, &json!({"data": rows, "meta": {"results": found.len(), "limit": limit, "offset": offset}}))
}

fn headcount(employees: u64) -> &'static str {
    match employees {
        0..=10 => "1-10",
        11..=50 => "11-50",
        51..=200 => "51-200",
        201..=500 => "201-500",
        501..=1000 => "501-1000",
        1001..=5000 => "1001-5000",
        5001..=10_000 => "5001-10000",
        _ => "10001+",
    }
}
