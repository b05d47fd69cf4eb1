//! Hunter's findings in our words.

use super::wire;
use crate::connectors::{
    facts::{CompanyField, Fact, Person, PersonField},
    loose::Maybe,
    normal::{registrable_domain, seniority_name, seniority_of_title},
    ports::{EmailStatus, Verification},
};

/// A person with an address; `None` when there is no address in it.
pub(super) fn person(row: &wire::Found) -> Option<Person> {
    let email = email(row.email.cloned()?, row.score.0, &row.verification, row.accept_all.0);
    let mut person = Person { facts: vec![email], ..Person::default() };
    person.know(PersonField::FirstName, row.first_name.cloned(), 60);
    person.know(PersonField::LastName, row.last_name.cloned(), 60);
    position(&mut person, row.position.as_deref());
    person.know(PersonField::LinkedinUrl, row.linkedin_url.cloned(), 70);
    person.know(PersonField::X, row.twitter.cloned(), 60);
    person.know(PersonField::Phone, row.phone_number.cloned(), 55);
    person.company.know(CompanyField::Name, row.company.cloned(), 70);
    person.company.know(CompanyField::Domain, row.domain.as_deref().and_then(registrable_domain), 80);
    Some(person)
}

/// Somebody who is known at a company; `None` when there is no address of theirs.
pub(super) fn colleague(row: &wire::Listed, site: &wire::Site) -> Option<Person> {
    let email = email(row.value.cloned()?, row.confidence.0, &row.verification, site.accept_all.0);
    let mut person = Person { facts: vec![email], ..Person::default() };
    person.know(PersonField::FirstName, row.first_name.cloned(), 60);
    person.know(PersonField::LastName, row.last_name.cloned(), 60);
    position(&mut person, row.position.as_deref());
    person.know(PersonField::Department, row.department.cloned(), 50);
    person.know(PersonField::LinkedinUrl, row.linkedin.cloned(), 70);
    person.know(PersonField::X, row.twitter.cloned(), 60);
    person.know(PersonField::Phone, row.phone_number.cloned(), 55);
    person.company.know(CompanyField::Name, site.organization.cloned(), 70);
    person.company.know(CompanyField::Domain, site.domain.as_deref().and_then(registrable_domain), 80);
    Some(person)
}

/// The address, trusted as far as Hunter does.
fn email(
    value: String,
    trust: Option<f64>,
    verification: &Maybe<wire::Verification>,
    takes_everything: bool,
) -> Fact<PersonField> {
    let status = verification.0.as_ref().and_then(|verification| verification.status.as_deref());
    let trust = score(trust).unwrap_or(50);
    // A domain that takes everything proves nothing about one address.
    let confidence = if takes_everything { trust.min(60) } else { trust };
    let is_validated = status == Some("valid") && !takes_everything;
    Fact { field: PersonField::Email, value, confidence, is_validated }
}

/// The title, and what it says about the rung.
fn position(person: &mut Person, title: Option<&str>) {
    person.know(PersonField::Title, title, 60);
    person.know(PersonField::Seniority, title.and_then(seniority_of_title).map(seniority_name), 45);
}

pub(super) fn verification(row: &wire::Verified) -> Verification {
    let result = row.result.as_deref();
    let status = match row.status.as_deref() {
        Some("valid") => EmailStatus::Valid,
        Some("invalid") => EmailStatus::Invalid,
        Some("accept_all") => EmailStatus::CatchAll,
        Some("disposable") => EmailStatus::Disposable,
        // A mail provider's address: Hunter cannot tell, unless the older field does.
        Some("webmail") | None if result == Some("deliverable") => EmailStatus::Valid,
        Some("webmail") | None if result == Some("undeliverable") => EmailStatus::Invalid,
        _ => EmailStatus::Unknown,
    };
    Verification { status, confidence: score(row.score.0).unwrap_or(0), is_forbidden: false }
}

fn score(score: Option<f64>) -> Option<u8> {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 0-100")]
    let score = score.map(|score| score.clamp(0.0, 100.0).round() as u8);
    score
}

/// Somebody who forbids processing: known for nothing else.
pub(super) fn forbidden() -> Person {
    Person { is_forbidden: true, ..Person::default() }
}
