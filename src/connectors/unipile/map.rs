//! LinkedIn's people in our words.

use super::wire::{Hit, Position, Profile};
use crate::connectors::{
    facts::{CompanyField, Person, PersonField},
    loose::Text,
    normal::{place, seniority_name, seniority_of_title},
};

/// People write their own profiles.
const USUAL: u8 = 85;

/// `None` for rows that are no people, and for members who hide their name.
pub(super) fn hit(row: &Hit) -> Option<Person> {
    let is_person = row.kind.as_deref().is_none_or(|kind| kind == "PEOPLE");
    let is_hidden = row.name.as_deref() == Some("LinkedIn Member");
    if !is_person || is_hidden {
        return None;
    }
    let mut person = Person { external_id: row.id.cloned(), ..Person::default() };
    person.know(PersonField::FirstName, row.first_name.cloned(), USUAL);
    person.know(PersonField::LastName, row.last_name.cloned(), USUAL);
    person.know(PersonField::FullName, row.name.cloned(), USUAL);
    let url = row.public_identifier.as_deref().map(profile_url).or_else(|| row.public_profile_url.cloned());
    person.know(PersonField::LinkedinUrl, url, 95);
    work(&mut person, row.current_positions.0.first(), row.headline.as_deref());
    live(&mut person, row.location.as_deref());
    (!person.facts.is_empty()).then_some(person)
}

pub(super) fn profile(row: &Profile) -> Option<Person> {
    let mut person = Person { external_id: row.provider_id.cloned(), ..Person::default() };
    person.know(PersonField::FirstName, row.first_name.cloned(), USUAL);
    person.know(PersonField::LastName, row.last_name.cloned(), USUAL);
    person.know(PersonField::LinkedinUrl, row.public_identifier.as_deref().map(profile_url), 95);
    let current = row.work_experience.0.iter().find(|position| position.end.0.is_none());
    work(&mut person, current, row.headline.as_deref());
    live(&mut person, row.location.as_deref());
    if let Some(info) = &row.contact_info.0 {
        person.know(PersonField::Email, info.emails.0.first().and_then(Text::cloned), 70);
        person.know(PersonField::Phone, info.phones.0.first().and_then(Text::cloned), 70);
    }
    (!person.facts.is_empty()).then_some(person)
}

/// The current position; failing that, "Head of Sales at Kestrel Freight" in the headline.
fn work(person: &mut Person, position: Option<&Position>, headline: Option<&str>) {
    let split = headline.and_then(|line| line.split_once(" at ").or_else(|| line.split_once(" @ ")));
    let title = position.and_then(|position| position.role.cloned());
    let company = position.and_then(|position| position.company.cloned());
    let rung = title.as_deref().or(headline).and_then(seniority_of_title);
    match (title, split) {
        (Some(title), _) => person.know(PersonField::Title, Some(title), USUAL),
        (None, split) => person.know(PersonField::Title, split.map(|(title, _)| title).or(headline), 55),
    }
    person.know(PersonField::Seniority, rung.map(seniority_name), 55);
    match (company, split) {
        (Some(company), _) => person.company.know(CompanyField::Name, Some(company), USUAL),
        (None, split) => person.company.know(CompanyField::Name, split.map(|(_, company)| company), 45),
    }
}

fn live(person: &mut Person, location: Option<&str>) {
    let place = location.map(place).unwrap_or_default();
    person.know(PersonField::City, place.city, 75);
    person.know(PersonField::Country, place.country, USUAL);
}

fn profile_url(id: &str) -> String {
    format!("https://www.linkedin.com/in/{id}")
}
