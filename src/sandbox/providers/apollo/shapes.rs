//! People and organizations as Apollo writes them down.

use crate::sandbox::world::{
    Finding, Sighting, World,
    company::Company,
    draw::Draw,
    person::{PersonId, Persona},
    tables::country_name,
    text,
};
use serde_json::{Value, json};

/// 24 hex digits that name a person and can be read back.
pub fn person_id(id: PersonId) -> String {
    format!("66f0{:04x}{:04x}{:012x}", id.company, id.person, check(id))
}

/// Reads [`person_id`].
pub fn read_person_id(text: &str) -> Option<PersonId> {
    let digits = |from: usize, to: usize| u16::from_str_radix(text.get(from..to)?, 16).ok();
    let id = PersonId { company: digits(4, 8)?, person: u8::try_from(digits(8, 12)?).ok()? };
    (person_id(id) == text.to_lowercase()).then_some(id)
}

pub fn organization_id(company: &Company) -> String {
    format!("64a1f00d{:016x}", company.index)
}

fn check(id: PersonId) -> u64 {
    Draw::seeded(u64::from(id.company)).at(u64::from(id.person)).bits() & 0xFFFF_FFFF_FFFF
}

/// A row of the search: no address, no full last name, no profile.
pub fn teaser(sighting: &Sighting<'_>) -> Value {
    let place = sighting.persona.place(sighting.company);
    let phone = if sighting.phone.is_some() {
        "Yes"
    } else {
        "Maybe: please request direct dial via people/bulk_match"
    };
    json!({
        "id": person_id(sighting.persona.id),
        "first_name": sighting.persona.first_name(),
        "last_name_obfuscated": obfuscated(sighting.persona.last_name()),
        "title": sighting.role.title,
        "last_refreshed_at": format!("{}T09:12:44.000+00:00", sighting.refreshed_on),
        "has_email": sighting.email.is_some(),
        "has_city": true,
        "has_state": !place.region.is_empty(),
        "has_country": true,
        "has_direct_phone": phone,
        "organization": {
            "name": sighting.company.name, "has_industry": true, "has_phone": true, "has_city": true, "has_state": true,
            "has_country": true, "has_zip_code": false, "has_revenue": true, "has_employee_count": true,
        },
    })
}

/// "Mokonari" is "Mo***i".
fn obfuscated(name: &str) -> String {
    let start: String = name.chars().take(2).collect();
    format!("{start}***{}", name.chars().last().map(String::from).unwrap_or_default())
}

/// A person that was paid for.
pub fn person(world: &World, sighting: &Sighting<'_>) -> Value {
    let persona = sighting.persona;
    let place = persona.place(sighting.company);
    let (email, status, confidence) = email(sighting);
    let linkedin = sighting.linkedin_id.as_ref().map(|id| format!("http://www.linkedin.com/in/{id}"));
    let is_wanted = world.eye(sighting.provider, persona).tag("engaged").chance(0.2);
    json!({
        "id": person_id(persona.id),
        "first_name": persona.first_name(),
        "last_name": persona.last_name(),
        "name": persona.full_name(),
        "linkedin_url": linkedin,
        "title": sighting.role.title,
        "headline": format!("{} at {}", sighting.role.title, sighting.company.name),
        "seniority": sighting.role.seniority,
        "email": email,
        "email_status": status,
        "extrapolated_email_confidence": confidence,
        "photo_url": null, "twitter_url": null, "github_url": null, "facebook_url": null,
        "city": place.city,
        "state": place.region,
        "country": country_name(place.country),
        "departments": [department(sighting.role.department)],
        "subdepartments": [], "functions": [sighting.role.department],
        "organization_id": organization_id(sighting.company),
        "organization": organization(sighting.company),
        "employment_history": history(sighting, persona),
        "is_likely_to_engage": is_wanted,
        "show_intent": false,
        "revealed_for_current_team": true,
    })
}

/// Apollo's word for a department.
fn department(ours: &str) -> &'static str {
    match ours {
        "executive" => "c_suite",
        "sales" => "master_sales",
        "marketing" => "master_marketing",
        "operations" | "supply_chain" => "master_operations",
        "engineering" => "master_engineering_technical",
        "information_technology" => "master_information_technology",
        "finance" => "master_finance",
        "human_resources" => "master_human_resources",
        "legal" => "master_legal",
        "product" => "product_management",
        _ => "customer_service",
    }
}

fn email(sighting: &Sighting<'_>) -> (Option<String>, Option<&'static str>, Option<f64>) {
    match &sighting.email {
        None if sighting.confidence < 75 => {
            (Some("email_not_unlocked@domain.com".to_owned()), Some("unavailable"), None)
        }
        None => (None, None, None),
        Some((email, Finding::Verified)) => (Some(email.clone()), Some("verified"), None),
        Some((email, Finding::Likely)) => (Some(email.clone()), Some("likely to engage"), None),
        Some((email, Finding::Guessed)) => (Some(email.clone()), Some("extrapolated"), Some(0.61)),
    }
}

fn history(sighting: &Sighting<'_>, persona: &Persona) -> Value {
    let organization = &sighting.company.name;
    json!([
        {"_id": format!("{}1", person_id(persona.id)), "current": true, "start_date": "2023-04-01", "end_date": null,
         "title": sighting.role.title, "organization_id": organization_id(sighting.company),
         "organization_name": organization},
        {"_id": format!("{}0", person_id(persona.id)), "current": false, "start_date": "2019-01-01",
         "end_date": "2023-03-01", "title": persona.former_role().title, "organization_id": null,
         "organization_name": organization},
    ])
}

/// An organization, as inside a person and alone.
pub fn organization(company: &Company) -> Value {
    let place = &company.headquarters;
    json!({
        "id": organization_id(company),
        "name": company.name,
        "website_url": format!("http://www.{}", company.domain),
        "primary_domain": company.domain,
        "linkedin_url": format!("http://www.linkedin.com/company/{}", company.linkedin_id()),
        "twitter_url": null, "facebook_url": null,
        "primary_phone": {"number": company.phone(), "source": "Owler", "sanitized_number": company.phone()},
        "phone": company.phone(),
        "founded_year": company.founded_year,
        "publicly_traded_symbol": company.symbol.to_lowercase(),
        "logo_url": null,
        "industry": company.industry.label,
        "industries": [company.industry.label],
        "secondary_industries": [],
        "keywords": company.industry.keywords,
        "estimated_num_employees": company.employees,
        "raw_address": place.label(),
        "street_address": null,
        "city": place.city,
        "state": place.region,
        "postal_code": null,
        "country": country_name(place.country),
        "short_description": company.description(),
        "annual_revenue": company.revenue,
        "annual_revenue_printed": printed(company.revenue),
        "total_funding": company.funding,
        "total_funding_printed": company.funding.map(printed),
        "latest_funding_round_date": null,
        "latest_funding_stage": company.funding.map(|_| "Post-IPO Equity"),
        "funding_events": funding(company),
        "technology_names": company.technologies,
        "current_technologies": company.technologies.iter().map(|name| json!({
            "uid": text::slug(name, "_"), "name": name, "category": "Other"
        })).collect::<Vec<_>>(),
        "suborganizations": [], "num_suborganizations": 0, "owned_by_organization_id": null,
    })
}

fn funding(company: &Company) -> Vec<Value> {
    let round = |amount: u64| {
        json!({"id": organization_id(company), "date": "2018-06-01T00:00:00.000+00:00", "news_url": null,
               "type": "Other", "investors": "Kestrel Capital, Tidewater Partners", "amount": printed(amount),
               "currency": "$"})
    };
    company.funding.map(round).into_iter().collect()
}

/// "12.3M": amounts are shown, not told.
fn printed(dollars: u64) -> String {
    match dollars {
        1_000_000_000.. => format!("{}.{}B", dollars / 1_000_000_000, dollars / 100_000_000 % 10),
        1_000_000.. => format!("{}.{}M", dollars / 1_000_000, dollars / 100_000 % 10),
        _ => format!("{}K", dollars / 1_000),
    }
}
