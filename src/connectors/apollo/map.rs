//! Apollo's people and organizations in our words.

use super::wire::{self, Detail};
use crate::connectors::{
    clue::linkedin_id,
    facts::{Company, CompanyField, Fact, Person, PersonField},
    normal::{country_code, registrable_domain, seniority, seniority_name, seniority_of_title},
};

/// Apollo says nothing about most fields' quality.
const USUAL: u8 = 75;

pub(super) fn person(row: &wire::Person) -> Person {
    let mut person = Person { external_id: row.id.cloned(), ..Person::default() };
    let rung = row.seniority.as_deref().and_then(seniority);
    let guess = row.title.as_deref().and_then(seniority_of_title);
    person.know(PersonField::FirstName, row.first_name.cloned(), USUAL);
    person.know(PersonField::LastName, row.last_name.cloned(), USUAL);
    person.know(PersonField::FullName, row.name.cloned(), USUAL);
    person.know(PersonField::Title, row.title.cloned(), USUAL);
    match (rung, guess) {
        (Some(rung), _) => person.know(PersonField::Seniority, Some(seniority_name(rung)), USUAL),
        (None, guess) => person.know(PersonField::Seniority, guess.map(seniority_name), 50),
    }
    person.know(PersonField::LinkedinUrl, row.linkedin_url.cloned(), 85);
    person.know(PersonField::X, row.twitter_url.cloned(), USUAL);
    person.know(PersonField::Facebook, row.facebook_url.cloned(), USUAL);
    person.know(PersonField::City, row.city.cloned(), USUAL);
    person.know(
        PersonField::Country,
        row.country.as_deref().map(|name| country_code(name).unwrap_or(name)),
        USUAL,
    );
    let department = row.departments.0.first().and_then(|name| name.as_deref());
    person.know(
        PersonField::Department,
        department.map(|name| name.trim_start_matches("master_").replace('_', " ")),
        USUAL,
    );
    person.facts.extend(email(row));
    let contact = row.contact.0.iter().flat_map(|contact| &contact.phone_numbers.0);
    let callable =
        contact.filter(|phone| phone.dnc_status.is_null()).find_map(|phone| phone.sanitized_number.cloned());
    person.know(PersonField::Phone, callable, USUAL);
    person.company = row.organization.0.as_ref().map(company).unwrap_or_default();
    person
}

/// The address as far as Apollo trusts it; a placeholder for a locked address is none.
fn email(row: &wire::Person) -> Option<Fact<PersonField>> {
    let value = row.email.cloned().filter(|email| !email.starts_with("email_not_unlocked@"))?;
    let (confidence, is_validated) = match row.email_status.as_deref() {
        Some("verified") => (95, true),
        Some("likely to engage") => (75, false),
        Some("extrapolated") => (row.extrapolated_email_confidence.0.map_or(40, percent), false),
        Some("unavailable") => return None,
        _ => (50, false),
    };
    Some(Fact { field: PersonField::Email, value, confidence, is_validated })
}

/// 0.61 as 61.
fn percent(share: f64) -> u8 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 0-100")]
    let percent = (share * 100.0).clamp(0.0, 100.0).round() as u8;
    percent
}

pub(super) fn company(row: &wire::Organization) -> Company {
    let mut company = Company { external_id: row.id.cloned(), ..Company::default() };
    let site = row.primary_domain.as_deref().or(row.website_url.as_deref());
    let number = |number: Option<u64>| number.filter(|number| *number > 0).map(|number| number.to_string());
    company.know(CompanyField::Name, row.name.cloned(), USUAL);
    company.know(CompanyField::Domain, site.and_then(registrable_domain), USUAL);
    company.know(CompanyField::Industry, row.industry.cloned(), USUAL);
    company.know(CompanyField::EmployeeCount, number(row.estimated_num_employees.0), 65);
    company.know(CompanyField::AnnualRevenue, number(row.annual_revenue.0), 60);
    company.know(CompanyField::FundingTotal, number(row.total_funding.0), 60);
    company.know(CompanyField::FoundedYear, number(row.founded_year.0), USUAL);
    company.know(CompanyField::City, row.city.cloned(), USUAL);
    company.know(
        CompanyField::Country,
        row.country.as_deref().map(|name| country_code(name).unwrap_or(name)),
        USUAL,
    );
    company.know(CompanyField::LinkedinUrl, row.linkedin_url.cloned(), 80);
    company.know(CompanyField::Description, row.short_description.cloned(), USUAL);
    for technology in row.technology_names.0.iter().take(50) {
        company.know(CompanyField::Technology, technology.cloned(), 60);
    }
    company
}

/// Which match belongs to which question: by id, LinkedIn, address, then name and domain; never by position.
pub(super) fn associate(asked: &[Detail], mut matches: Vec<wire::Person>) -> Vec<Option<wire::Person>> {
    let mut found: Vec<Option<wire::Person>> = vec![None; asked.len()];
    let keys: [fn(&Detail, &wire::Person) -> bool; 4] = [same_id, same_linkedin, same_email, same_name];
    for is_same in keys {
        for (detail, slot) in asked.iter().zip(&mut found).filter(|(_, slot)| slot.is_none()) {
            *slot = matches.iter().position(|row| is_same(detail, row)).map(|at| matches.swap_remove(at));
        }
    }
    // One question has one answer, even when the person's address has changed since.
    if let ([slot @ None], [_]) = (found.as_mut_slice(), matches.as_slice()) {
        *slot = matches.pop();
    }
    found
}

fn same_id(detail: &Detail, row: &wire::Person) -> bool {
    detail.id.is_some() && detail.id == row.id.0
}

fn same_linkedin(detail: &Detail, row: &wire::Person) -> bool {
    let id = |url: Option<&str>| url.and_then(linkedin_id).map(str::to_lowercase);
    let asked = id(detail.linkedin_url.as_deref());
    asked.is_some() && asked == id(row.linkedin_url.as_deref())
}

fn same_email(detail: &Detail, row: &wire::Person) -> bool {
    let (asked, found) = (detail.email.as_deref(), row.email.as_deref());
    asked.zip(found).is_some_and(|(asked, found)| asked.eq_ignore_ascii_case(found))
}

fn same_name(detail: &Detail, row: &wire::Person) -> bool {
    let same = |a: Option<&str>, b: Option<&str>| {
        a.zip(b).is_some_and(|(a, b)| a.to_lowercase() == b.to_lowercase())
    };
    let employer = row.organization.0.as_ref();
    let is_there = same(detail.domain.as_deref(), employer.and_then(|it| it.primary_domain.as_deref()))
        || same(detail.organization_name.as_deref(), employer.and_then(|it| it.name.as_deref()));
    is_there && same(detail.name.as_deref(), row.name.as_deref())
}
