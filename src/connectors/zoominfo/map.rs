//! ZoomInfo's contacts and companies in our words.

use super::wire::{self, PersonInput, Row};
use crate::connectors::{
    facts::{Company, CompanyField, Person, PersonField},
    normal::{country_code, registrable_domain, seniority, seniority_name, seniority_of_title},
};
use serde_json::{Value, json};

const USUAL: u8 = 70;

pub(super) fn person(row: &Row<wire::Contact>) -> Option<Person> {
    let known = row.attributes.0.as_ref()?;
    let trust = known.contact_accuracy_score.0.map_or(USUAL, percent);
    let mut person = Person { external_id: row.id.cloned(), ..Person::default() };
    let level = first_text(&known.management_level).and_then(|level| seniority(&level));
    let rung = known.job_title.as_deref().and_then(seniority_of_title).or(level);
    person.know(PersonField::FirstName, known.first_name.cloned(), trust);
    person.know(PersonField::LastName, known.last_name.cloned(), trust);
    person.know(PersonField::Title, known.job_title.cloned(), trust);
    person.know(PersonField::Seniority, rung.map(seniority_name), USUAL);
    person.know(PersonField::Email, known.email.cloned(), trust);
    person.know(PersonField::City, known.city.cloned(), USUAL);
    person.know(
        PersonField::Country,
        known.country.as_deref().map(|name| country_code(name).unwrap_or(name)),
        USUAL,
    );
    let profile = known
        .external_urls
        .0
        .iter()
        .find_map(|link| link.url.cloned().filter(|url| url.contains("linkedin.com/in/")));
    person.know(PersonField::LinkedinUrl, profile, USUAL);
    // A number that must not be called is not ours to know.
    person.know(
        PersonField::Phone,
        known.mobile_phone.cloned().filter(|_| !known.mobile_phone_do_not_call.0),
        USUAL,
    );
    person.know(
        PersonField::Phone,
        known.phone.cloned().filter(|_| !known.direct_phone_do_not_call.0),
        USUAL - 5,
    );
    let employer = known.company.0.as_ref();
    let site = known.company_website.as_deref().or_else(|| employer.and_then(|it| it.website.as_deref()));
    let name = known.company_name.cloned().or_else(|| employer.and_then(|it| it.name.cloned()));
    person.company.external_id = employer.and_then(|it| it.id.cloned());
    person.company.know(CompanyField::Name, name, USUAL);
    person.company.know(CompanyField::Domain, site.and_then(registrable_domain), USUAL);
    (!person.facts.is_empty()).then_some(person)
}

pub(super) fn company(row: &Row<wire::Company>) -> Option<Company> {
    let known = row.attributes.0.as_ref().filter(|_| is_match(row))?;
    let mut company = Company { external_id: row.id.cloned(), ..Company::default() };
    let number = |number: Option<u64>| number.filter(|number| *number > 0).map(|number| number.to_string());
    company.know(CompanyField::Name, known.name.cloned(), USUAL);
    company.know(CompanyField::Domain, known.website.as_deref().and_then(registrable_domain), USUAL);
    company.know(CompanyField::Industry, first_text(&known.primary_industry), USUAL);
    company.know(CompanyField::EmployeeCount, number(known.employee_count.0), USUAL);
    company.know(CompanyField::FoundedYear, number(known.founded_year.0), USUAL);
    company.know(CompanyField::City, known.city.cloned(), USUAL);
    company.know(
        CompanyField::Country,
        known.country.as_deref().map(|name| country_code(name).unwrap_or(name)),
        USUAL,
    );
    company.know(CompanyField::Description, known.description.cloned(), USUAL);
    let page = known
        .social_media_urls
        .0
        .iter()
        .find_map(|link| link.url.cloned().filter(|url| url.contains("linkedin.com/company/")));
    company.know(CompanyField::LinkedinUrl, page, USUAL);
    (!company.facts.is_empty()).then_some(company)
}

/// Rows without a match are rows all the same: id 0, type `NoMatch`.
pub(super) fn is_match<T>(row: &Row<T>) -> bool {
    let status = row.meta.0.as_ref().and_then(|meta| meta.match_status.as_deref());
    let is_none = matches!(status, Some("NO_MATCH")) || row.kind.as_deref() == Some("NoMatch");
    !is_none && row.id.as_deref() != Some("0")
}

/// Which row belongs to which question: by the input it repeats, then by id; never by position.
pub(super) fn associate(asked: &[PersonInput], rows: Vec<Row<wire::Contact>>) -> Vec<Option<Person>> {
    let is_only = asked.len() == 1 && rows.len() == 1;
    // A match of the company alone is nobody.
    let of_person = |row: &Row<wire::Contact>| {
        let status = row.meta.0.as_ref().and_then(|meta| meta.match_status.as_deref());
        is_match(row) && status != Some("COMPANY_ONLY_MATCH")
    };
    let mut rows: Vec<_> = rows.into_iter().filter(of_person).collect();
    let mut find = |input: &PersonInput| {
        let wanted = json!(input);
        let at = rows
            .iter()
            .position(|row| repeats(row, &wanted))
            .or_else(|| rows.iter().position(|_| is_only))?;
        person(&rows.swap_remove(at))
    };
    asked.iter().map(&mut find).collect()
}

fn repeats(row: &Row<wire::Contact>, wanted: &Value) -> bool {
    let same_id =
        wanted.get("personId").and_then(Value::as_str).is_some_and(|id| row.id.as_deref() == Some(id));
    let echo = row.meta.0.as_ref().map_or(&Value::Null, |meta| &meta.input);
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_lowercase);
    let is_same = |(name, value): (&String, &Value)| echo.get(name).is_some_and(|it| text(it) == text(value));
    same_id || wanted.as_object().is_some_and(|fields| !fields.is_empty() && fields.iter().all(is_same))
}

/// A text, or the first of a list of texts.
fn first_text(value: &Value) -> Option<String> {
    value.as_str().or_else(|| value.get(0)?.as_str()).map(str::to_owned)
}

fn percent(score: f64) -> u8 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 0-100")]
    let percent = score.clamp(0.0, 100.0).round() as u8;
    percent
}
