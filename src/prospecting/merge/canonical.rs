//! The one spelling of a fact's value; what has none is malformed and never chosen.

use crate::connectors::facts::{CompanyField, PersonField};
use crate::crm::keys;
use crate::prospecting::lexicon::seniority_named;

/// `country` is the person's, for phone numbers written without a code.
pub(super) fn person(field: PersonField, value: &str, country: Option<&str>) -> Option<String> {
    match field {
        PersonField::Email => keys::email(value).ok().filter(|a| !a.starts_with("email_not_unlocked@")),
        PersonField::Phone | PersonField::Whatsapp => keys::phone(value, country).ok(),
        PersonField::LinkedinUrl => keys::linkedin_id(value).ok().map(|id| keys::linkedin_url(&id)),
        PersonField::Country => keys::country_by_name(value).map(str::to_owned),
        PersonField::TimeZone => keys::time_zone(value).ok(),
        PersonField::Seniority => seniority_named(value).map(|_| value.trim().to_lowercase()),
        PersonField::FirstName | PersonField::LastName | PersonField::FullName => {
            line(value, 200).filter(|name| !name.contains('*') && name.chars().any(char::is_alphabetic))
        }
        _ => line(value, 500),
    }
}

pub(super) fn company(field: CompanyField, value: &str) -> Option<String> {
    match field {
        CompanyField::Domain => keys::company_domain(value).ok(),
        CompanyField::Country => keys::country_by_name(value).map(str::to_owned),
        CompanyField::LinkedinUrl => {
            keys::linkedin_company_id(value).ok().map(|id| keys::linkedin_company_url(&id))
        }
        CompanyField::EmployeeCount => number(value, 1, 10_000_000),
        CompanyField::FoundedYear => number(value, 1_000, 2_200),
        CompanyField::AnnualRevenue | CompanyField::FundingTotal => number(value, 0, 100_000_000_000_000),
        CompanyField::Description => line(value, 5_000),
        _ => line(value, 500),
    }
}

fn number(value: &str, least: u64, most: u64) -> Option<String> {
    let number: u64 = value.trim().parse().ok()?;
    (least..=most).contains(&number).then(|| number.to_string())
}

/// One line of visible text, white space collapsed, cut at `most` characters.
fn line(value: &str, most: usize) -> Option<String> {
    let visible = value.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty());
    let text: String = visible.collect::<Vec<_>>().join(" ").chars().take(most).collect();
    (!text.is_empty()).then_some(text)
}
