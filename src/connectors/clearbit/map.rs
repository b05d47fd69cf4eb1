//! Clearbit's people and companies in our words.

use super::wire;
use crate::connectors::{
    error::ConnectorError,
    facts::{Company, CompanyField, Person, PersonField},
    http::Answer,
    loose::{Maybe, Text},
    normal::{country_code, employees, registrable_domain, seniority, seniority_name, seniority_of_title},
};
use serde::de::DeserializeOwned;
use serde_json::Value;

const USUAL: u8 = 70;

/// The object itself, taken out of Hunter's `data` where there is one.
pub(super) fn bare<T: DeserializeOwned>(answer: &Answer) -> Result<T, ConnectorError> {
    let shape = || ConnectorError::malformed("JSON of another shape");
    let value = match answer.parse::<Value>()? {
        Value::Object(mut object) => object.remove("data").unwrap_or(Value::Object(object)),
        _ => return Err(shape()),
    };
    serde_json::from_value(value).map_err(|_| shape())
}

/// `None` when nothing in it says who it is.
pub(super) fn person(row: &wire::Person) -> Option<Person> {
    let trust = if row.fuzzy.0 { 40 } else { USUAL };
    let mut person = Person { external_id: row.id.cloned(), ..Person::default() };
    if let Some(name) = &row.name.0 {
        person.know(PersonField::FirstName, name.given_name.cloned(), trust);
        person.know(PersonField::LastName, name.family_name.cloned(), trust);
        person.know(PersonField::FullName, name.full_name.cloned(), trust);
    }
    person.know(PersonField::Email, row.email.cloned(), trust);
    person.know(PersonField::Phone, row.phone.cloned(), trust);
    person.know(PersonField::TimeZone, row.time_zone.cloned(), trust);
    person.know(PersonField::LinkedinUrl, linkedin(&row.linkedin, "in"), trust);
    person.know(PersonField::X, handle(&row.twitter).map(|handle| format!("https://x.com/{handle}")), trust);
    person.know(
        PersonField::Facebook,
        handle(&row.facebook).map(|id| format!("https://www.facebook.com/{id}")),
        trust,
    );
    if let Some(geo) = &row.geo.0 {
        person.know(PersonField::City, geo.city.cloned(), trust);
        person.know(PersonField::Country, country(geo), trust);
    }
    if let Some(work) = &row.employment.0 {
        let rung = work.seniority.as_deref().and_then(seniority);
        let rung = rung.or_else(|| work.title.as_deref().and_then(seniority_of_title));
        person.know(PersonField::Title, work.title.cloned(), trust);
        person.know(PersonField::Department, work.role.cloned().map(|role| role.replace('_', " ")), trust);
        person.know(PersonField::Seniority, rung.map(seniority_name), trust);
        person.company.know(CompanyField::Name, work.name.cloned(), trust);
        person.company.know(CompanyField::Domain, domain(&work.domain), trust);
    }
    (!person.facts.is_empty()).then_some(person)
}

/// `None` when nothing in it says which it is.
pub(super) fn company(row: &wire::Company) -> Option<Company> {
    let mut company = Company { external_id: row.id.cloned(), ..Company::default() };
    let number = |number: Option<u64>| number.filter(|number| *number > 0).map(|number| number.to_string());
    company.know(CompanyField::Name, row.name.cloned(), USUAL);
    company.know(CompanyField::Domain, domain(&row.domain), USUAL);
    company.know(
        CompanyField::Industry,
        row.category.0.as_ref().and_then(|category| category.industry.cloned()),
        USUAL,
    );
    company.know(CompanyField::Description, row.description.cloned(), USUAL);
    company.know(CompanyField::FoundedYear, number(row.founded_year.0), USUAL);
    company.know(CompanyField::LinkedinUrl, linkedin(&row.linkedin, "company"), USUAL);
    if let Some(geo) = &row.geo.0 {
        company.know(CompanyField::City, geo.city.cloned(), USUAL);
        company.know(CompanyField::Country, country(geo), USUAL);
    }
    if let Some(metrics) = &row.metrics.0 {
        let range = metrics.employees_range.as_deref().and_then(employees);
        let middle = range.map(|(least, most)| u64::from(least.midpoint(most.unwrap_or(least))));
        company.know(CompanyField::EmployeeCount, number(metrics.employees.0), 65);
        company.know(
            CompanyField::EmployeeCount,
            number(middle).filter(|_| metrics.employees.0.is_none()),
            35,
        );
        company.know(CompanyField::AnnualRevenue, number(metrics.annual_revenue.0), 60);
        company.know(CompanyField::FundingTotal, number(metrics.raised.0), 60);
    }
    for technology in row.tech.0.iter().take(50) {
        company.know(CompanyField::Technology, technology.cloned(), 55);
    }
    (!company.facts.is_empty()).then_some(company)
}

fn domain(text: &Text) -> Option<String> {
    text.as_deref().and_then(registrable_domain)
}

fn country(geo: &wire::Geo) -> Option<String> {
    let text = geo.country_code.as_deref().or(geo.country.as_deref())?;
    Some(country_code(text).unwrap_or(text).to_owned())
}

fn handle(social: &Maybe<wire::Handle>) -> Option<&str> {
    social.0.as_ref()?.handle.as_deref()
}

/// Handles come as `in/amara-quist` and as `amara-quist`.
fn linkedin(social: &Maybe<wire::Handle>, kind: &str) -> Option<String> {
    let handle = handle(social)?.trim_matches('/');
    let id = handle.strip_prefix(kind).and_then(|rest| rest.strip_prefix('/')).unwrap_or(handle);
    Some(format!("https://www.linkedin.com/{kind}/{id}"))
}
