//! Leads and companies as dossiers: what we know before anybody is asked.

use crate::{
    base::clock::Timestamp,
    connectors::{
        facts::{Company, CompanyField as C, Fact, Person, PersonField as P},
        ports,
    },
    crm::keys,
    prospecting::{
        dossier::{Check, Dossier, OWN},
        merge::Sourced,
    },
};
use entity::{company, contact::EmailStatus, lead};

/// How sure we are of what stands in the CRM.
const OURS: u8 = 80;

/// A lead. `is_check`: what was found out about the address before does not count.
pub(super) fn lead(
    row: &lead::Model,
    employer: Option<&company::Model>,
    is_check: bool,
    at: Timestamp,
) -> Dossier {
    let mut person = Person { company: employer.map(facts).unwrap_or_default(), ..Person::default() };
    let mut know = |field, value: &Option<String>| person.know(field, value.clone(), OURS);
    know(P::FirstName, &row.first_name);
    know(P::LastName, &row.last_name);
    know(P::Title, &row.title);
    know(P::Phone, &row.phone);
    know(P::LinkedinUrl, &row.linkedin_url);
    know(P::City, &row.city);
    know(P::Country, &row.country);
    know(P::TimeZone, &row.time_zone);
    if row.first_name.is_none() || row.last_name.is_none() {
        know(P::FullName, &Some(row.full_name.clone()));
    }
    if let Some(value) = row.email.clone() {
        let is_validated = row.email_status == EmailStatus::Valid && !is_check;
        person.facts.push(Fact { field: P::Email, value, confidence: OURS, is_validated });
    }
    let mut dossier = of(person, at);
    let is_refuted = row.email_status == EmailStatus::Invalid && !is_check;
    if let Some(address) = row.email_key.clone().filter(|_| is_refuted) {
        let status = ports::EmailStatus::Invalid;
        dossier.checks.push(Check { address, status, confidence: OURS, source: OWN.to_owned(), at });
    }
    dossier
}

/// A company.
pub(super) fn company(row: &company::Model, at: Timestamp) -> Dossier {
    of(Person { company: facts(row), ..Person::default() }, at)
}

/// An address alone.
pub(super) fn address(text: &str, at: Timestamp) -> Dossier {
    let mut person = Person::default();
    person.know(P::Email, keys::email(text).ok(), OURS);
    of(person, at)
}

fn of(person: Person, at: Timestamp) -> Dossier {
    let record = Sourced { source: OWN.to_owned(), fetched_at: at, person };
    Dossier { records: vec![record], ..Dossier::default() }
}

fn facts(row: &company::Model) -> Company {
    let mut company = Company::default();
    let number = |n: Option<i32>| n.map(|n| n.to_string());
    company.know(C::Name, Some(row.name.clone()), OURS);
    company.know(C::Domain, row.domain.clone(), OURS);
    company.know(C::Industry, row.industry.clone(), OURS);
    company.know(C::EmployeeCount, number(row.employee_count), OURS);
    company.know(C::AnnualRevenue, row.annual_revenue_micros.map(|n| (n / 1_000_000).to_string()), OURS);
    company.know(C::FoundedYear, number(row.founded_year), OURS);
    company.know(C::Country, row.country.clone(), OURS);
    company.know(C::City, row.city.clone(), OURS);
    company.know(C::LinkedinUrl, row.linkedin_url.clone(), OURS);
    company
}
