//! Hunter's findings in our words.

use super::wire;
use crate::connectors::{
    facts::{CompanyField, Fact, Person, PersonField},
    normal::{registrable_domain, seniority_name, seniority_of_title},
    ports::{EmailStatus, Verification},
};

/// A person with an address; `None` when there is no address in it.
pub(super) fn person(row: &wire::Found) -> Option<Person> {
    let email = row.email.cloned()?;
    let status = row.verification.0.as_ref().and_then(|verification| verification.status.as_deref());
    let is_checked = status == Some("valid") && !row.accept_all.0;
    let score = score(row.score.0).unwrap_or(50);
    // A domain that takes everything proves nothing about one address.
    let confidence = if row.accept_all.0 { score.min(60) } else { score };
    let mut person = Person::default();
    person.facts.push(Fact { field: PersonField::Email, value: email, confidence, is_validated: is_checked });
    person.know(PersonField::FirstName, row.first_name.cloned(), 60);
    person.know(PersonField::LastName, row.last_name.cloned(), 60);
    person.know(PersonField::Title, row.position.cloned(), 60);
    person.know(
        PersonField::Seniority,
        row.position.as_deref().and_then(seniority_of_title).map(seniority_name),
        45,
    );
    person.know(PersonField::LinkedinUrl, row.linkedin_url.cloned(), 70);
    person.know(PersonField::X, row.twitter.cloned(), 60);
    person.know(PersonField::Phone, row.phone_number.cloned(), 55);
    person.company.know(CompanyField::Name, row.company.cloned(), 70);
    person.company.know(CompanyField::Domain, row.domain.as_deref().and_then(registrable_domain), 80);
    Some(person)
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
