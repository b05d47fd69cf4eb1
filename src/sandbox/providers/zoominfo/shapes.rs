//! Contacts and companies as ZoomInfo writes them down; only the fields asked for leave.

use crate::sandbox::world::{
    Finding, Sighting,
    company::Company,
    person::PersonId,
    tables::{Role, country_name},
};
use serde_json::{Map, Value, json};

/// Person ids are text.
pub fn person_id(id: PersonId) -> String {
    (9_000_000_000 + u64::from(id.company) * 100 + u64::from(id.person)).to_string()
}

/// Reads [`person_id`].
pub fn read_person_id(text: &str) -> Option<PersonId> {
    let number = text.parse::<u64>().ok()?.checked_sub(9_000_000_000)?;
    Some(PersonId { company: u16::try_from(number / 100).ok()?, person: u8::try_from(number % 100).ok()? })
}

/// Company ids are numbers.
pub fn company_id(company: &Company) -> u64 {
    770_000 + u64::from(company.index)
}

/// A row of a search: whom it is about and what could be had.
pub fn teaser(sighting: &Sighting<'_>) -> Value {
    let id = person_id(sighting.persona.id);
    json!({"id": id, "type": "Contact", "attributes": {
        "firstName": sighting.persona.first_name(),
        "lastName": sighting.persona.last_name(),
        "jobTitle": sighting.role.title,
        "contactAccuracyScore": sighting.confidence,
        "hasEmail": sighting.email.is_some(),
        "hasDirectPhone": sighting.phone.is_some(),
        "hasMobilePhone": false,
        "company": {"id": company_id(sighting.company), "name": sighting.company.legal_name},
        "validDate": sighting.refreshed_on,
        "lastUpdatedDate": sighting.refreshed_on,
        "directPhoneDoNotCall": is_not_to_be_called(sighting),
        "mobilePhoneDoNotCall": false,
    }})
}

/// Everything that can be asked for about a contact.
pub fn contact(sighting: &Sighting<'_>) -> Map<String, Value> {
    let persona = sighting.persona;
    let place = persona.place(sighting.company);
    let external = sighting.profile_url().map(|url| json!({"type": "linkedin.com", "url": url}));
    let email = sighting.email.as_ref().map(|(email, _)| email);
    let is_guess = matches!(sighting.email, Some((_, Finding::Guessed)));
    let other = email.filter(|_| !is_guess).map(|email| json!({"value": email, "source": "directory"}));
    let is_european = ["IE", "NL", "DE", "FR", "ES", "IT", "SE", "PL"].contains(&place.country);
    let all = json!({
        "id": person_id(persona.id),
        "firstName": persona.first_name(),
        "lastName": persona.last_name(),
        "email": email,
        "emailAlt": other.into_iter().collect::<Vec<_>>(),
        "phone": sighting.phone,
        "mobilePhone": null,
        "directPhoneDoNotCall": is_not_to_be_called(sighting),
        "mobilePhoneDoNotCall": false,
        "jobTitle": sighting.role.title,
        "jobFunction": [{"name": department(sighting.role), "department": department(sighting.role)}],
        "managementLevel": [level(sighting.role)],
        "contactAccuracyScore": sighting.confidence,
        "externalUrls": external.into_iter().collect::<Vec<_>>(),
        "street": null,
        "city": place.city,
        "state": place.region,
        "zipCode": null,
        "country": country_name(place.country),
        "withinEu": is_european,
        "withinCalifornia": place.region == "California",
        "lastUpdatedDate": sighting.refreshed_on,
        "employmentHistory": [],
        "companyId": company_id(sighting.company),
        "companyName": sighting.company.legal_name,
        "companyWebsite": format!("www.{}", sighting.company.domain),
    });
    all.as_object().cloned().unwrap_or_default()
}

/// Everything that can be asked for about a company.
pub fn company(company: &Company) -> Map<String, Value> {
    let place = &company.headquarters;
    let page = format!("https://www.linkedin.com/company/{}", company.linkedin_id());
    let funding = company.funding.map(|sum| json!({"amount": sum, "type": "Post-IPO"}));
    let all = json!({
        "id": company_id(company),
        "name": company.legal_name,
        "website": format!("www.{}", company.domain),
        "domainList": [company.domain],
        "ticker": format!("NYSE: {}", company.symbol),
        "phone": company.phone(),
        "employeeCount": company.employees,
        "revenue": company.revenue,
        "primaryIndustry": [company.industry.label],
        "industries": [company.industry.label, company.industry.gics],
        "foundedYear": company.founded_year.to_string(),
        "street": null,
        "city": place.city,
        "state": place.region,
        "country": country_name(place.country),
        "description": company.description(),
        "socialMediaUrls": [{"type": "LINKED_IN", "url": page}],
        "companyFunding": funding.into_iter().collect::<Vec<_>>(),
        "techAttributes": company.technologies,
    });
    all.as_object().cloned().unwrap_or_default()
}

/// One number in eight is on a do-not-call list.
fn is_not_to_be_called(sighting: &Sighting<'_>) -> bool {
    sighting.phone.is_some() && sighting.persona.id.person % 8 == 3
}

/// ZoomInfo's five levels.
pub fn level(role: &Role) -> &'static str {
    match role.seniority {
        "c_suite" | "founder" | "owner" | "partner" => "C-Level",
        "vp" => "VP-Level",
        "director" | "head" => "Director",
        "manager" => "Manager",
        _ => "Non-Manager",
    }
}

/// ZoomInfo's departments.
pub fn department(role: &Role) -> &'static str {
    match role.department {
        "sales" => "Sales",
        "marketing" => "Marketing",
        "operations" | "supply_chain" => "Operations",
        "engineering" | "product" => "Engineering & Technical",
        "information_technology" => "Information Technology",
        "finance" => "Finance",
        "human_resources" => "Human Resources",
        "legal" => "Legal",
        "customer_success" => "Customer Service",
        _ => "C-Suite",
    }
}
