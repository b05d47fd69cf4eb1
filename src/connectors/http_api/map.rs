//! Rows of any shape in our words, by the pointers of the description.

use super::endpoint::Endpoint;
use crate::connectors::{
    facts::{Company, CompanyField, Person, PersonField},
    normal::{
        country_code, employees, registrable_domain, seniority, seniority_name, seniority_of_title,
        whole_number,
    },
};
use serde_json::Value;

/// Longest text taken.
const MAX_TEXT: usize = 5000;
/// Most values of a field that may have several.
const MAX_VALUES: usize = 50;

/// `None` when no pointer leads to anything.
pub(super) fn person(endpoint: &Endpoint, row: &Value) -> Option<Person> {
    let mut person = Person { external_id: external_id(endpoint, row), ..Person::default() };
    for (field, pointer) in &endpoint.fields.person {
        let found = row.pointer(pointer).and_then(|value| texts(value).into_iter().next());
        let found = found.and_then(|text| person_value(*field, text));
        person.know(*field, found, endpoint.confidence);
    }
    if person.get(PersonField::Seniority).is_none() {
        let guess = person.get(PersonField::Title).and_then(seniority_of_title);
        person.know(PersonField::Seniority, guess.map(seniority_name), endpoint.confidence.min(40));
    }
    person.company = facts_of_company(endpoint, row);
    (!person.facts.is_empty()).then_some(person)
}

/// `None` when no pointer leads to anything.
pub(super) fn company(endpoint: &Endpoint, row: &Value) -> Option<Company> {
    let company = Company { external_id: external_id(endpoint, row), ..facts_of_company(endpoint, row) };
    (!company.facts.is_empty()).then_some(company)
}

fn facts_of_company(endpoint: &Endpoint, row: &Value) -> Company {
    let mut company = Company::default();
    for (field, pointer) in &endpoint.fields.company {
        let found = row.pointer(pointer).map(texts).unwrap_or_default();
        let count = if *field == CompanyField::Technology { MAX_VALUES } else { 1 };
        for text in found.into_iter().take(count) {
            company.know(*field, company_value(*field, text), endpoint.confidence);
        }
    }
    company
}

fn external_id(endpoint: &Endpoint, row: &Value) -> Option<String> {
    texts(row.pointer(endpoint.fields.external_id.as_deref()?)?).into_iter().next()
}

fn person_value(field: PersonField, text: String) -> Option<String> {
    match field {
        PersonField::Country => Some(country_code(&text).map_or(text, str::to_owned)),
        PersonField::Seniority => seniority(&text).map(|rung| seniority_name(rung).to_owned()),
        _ => Some(text),
    }
}

fn company_value(field: CompanyField, text: String) -> Option<String> {
    match field {
        CompanyField::Country => Some(country_code(&text).map_or(text, str::to_owned)),
        CompanyField::Domain => registrable_domain(&text),
        CompanyField::EmployeeCount => {
            let (least, most) = employees(&text)?;
            Some(least.midpoint(most.unwrap_or(least)).to_string())
        }
        CompanyField::AnnualRevenue | CompanyField::FundingTotal | CompanyField::FoundedYear => {
            whole_number(&Value::String(text)).map(|number| number.to_string())
        }
        _ => Some(text),
    }
}

/// Texts and numbers, alone or in a list.
fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![text.chars().take(MAX_TEXT).collect()],
        Value::Number(number) => vec![number.to_string()],
        Value::Array(items) => {
            items.iter().filter(|item| !item.is_array()).take(MAX_VALUES).flat_map(texts).collect()
        }
        _ => Vec::new(),
    }
}
