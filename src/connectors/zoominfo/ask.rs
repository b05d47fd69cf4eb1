//! Our question in ZoomInfo's words. A field it does not allow fails the whole call, so only common ones are sent.

use super::wire::PersonInput;
use crate::connectors::{
    clue::{CompanyClue, PersonClue},
    facts::{PeopleQuery, Seniority},
    normal::country_name,
};
use serde_json::{Map, Value, json};

/// Contact fields every contract covers.
const CONTACT: [&str; 12] = [
    "id",
    "firstName",
    "lastName",
    "email",
    "jobTitle",
    "managementLevel",
    "contactAccuracyScore",
    "externalUrls",
    "city",
    "country",
    "companyName",
    "companyWebsite",
];
const PHONES: [&str; 4] = ["phone", "mobilePhone", "directPhoneDoNotCall", "mobilePhoneDoNotCall"];
const COMPANY: [&str; 10] = [
    "id",
    "name",
    "website",
    "employeeCount",
    "primaryIndustry",
    "foundedYear",
    "city",
    "country",
    "description",
    "socialMediaUrls",
];

/// The attributes of a contact search; `None` when ZoomInfo could not narrow by anything we know.
///
/// Revenue is left out: its unit (dollars or thousands) could not be verified.
pub(super) fn search(query: &PeopleQuery) -> Option<Map<String, Value>> {
    let mut fields = Map::new();
    let mut add = |name: &str, values: Vec<String>, between: &str| {
        if !values.is_empty() {
            fields.insert(name.to_owned(), json!(values.join(between)));
        }
    };
    let clean = |texts: &[String]| texts.iter().map(|text| text.replace(',', " ")).collect::<Vec<_>>();
    add("jobTitle", clean(&query.titles), " OR ");
    add("managementLevel", levels(&query.seniorities), ",");
    add("companyWebsite", query.company_domains.iter().take(100).cloned().collect(), ",");
    add("industryKeywords", query.industries.iter().take(1).cloned().collect(), ",");
    if fields.is_empty() {
        return None;
    }
    let countries = query.countries.iter().map(|code| country_name(code).to_owned()).collect::<Vec<_>>();
    if !countries.is_empty() {
        fields.insert("country".to_owned(), json!(countries.join(",")));
    }
    let bounds = [("employeeRangeMin", query.employees_min), ("employeeRangeMax", query.employees_max)];
    for (name, bound) in bounds {
        if let Some(bound) = bound {
            fields.insert(name.to_owned(), json!(bound.to_string()));
        }
    }
    Some(fields)
}

/// ZoomInfo's five levels.
fn levels(rungs: &[Seniority]) -> Vec<String> {
    let level = |rung: &Seniority| match rung {
        Seniority::CSuite | Seniority::Founder | Seniority::Owner | Seniority::Partner => "C-Level",
        Seniority::Vp => "VP-Level",
        Seniority::Director | Seniority::Head => "Director",
        Seniority::Manager => "Manager",
        Seniority::Intern | Seniority::Entry | Seniority::Senior => "Non-Manager",
    };
    let mut levels: Vec<String> = rungs.iter().map(|rung| level(rung).to_owned()).collect();
    levels.sort_unstable();
    levels.dedup();
    levels
}

/// The strongest way of naming somebody; `None` when there is none.
pub(super) fn person(clue: &PersonClue) -> Option<PersonInput> {
    if let Some(person_id) = clue.external_id.clone() {
        return Some(PersonInput::Id { person_id });
    }
    if let Some(email_address) = clue.email.clone() {
        return Some(PersonInput::Email { email_address });
    }
    if let Some(external_url) = clue.linkedin_url.clone() {
        return Some(PersonInput::Profile { external_url });
    }
    let full_name = clue.whole_name()?;
    match (clue.company_domain.clone(), clue.company_name.clone()) {
        (Some(company_website), _) => Some(PersonInput::NameAtSite { full_name, company_website }),
        (None, Some(company_name)) => Some(PersonInput::NameAtCompany { full_name, company_name }),
        (None, None) => None,
    }
}

pub(super) fn contacts(people: &[PersonInput], has_phones: bool) -> Value {
    let mut fields = CONTACT.to_vec();
    fields.extend(PHONES.iter().filter(|_| has_phones));
    json!({"matchPersonInput": people, "outputFields": fields})
}

/// One company by site, name or ZoomInfo's id.
pub(super) fn company(clue: &CompanyClue) -> Option<Value> {
    let input = match (&clue.external_id, &clue.domain, &clue.name) {
        (_, Some(domain), _) => json!({"companyWebsite": domain}),
        (Some(id), None, _) => json!({"companyId": id}),
        (None, None, Some(name)) => json!({"companyName": name}),
        (None, None, None) => return None,
    };
    Some(json!({"matchCompanyInput": [input], "outputFields": COMPANY}))
}
