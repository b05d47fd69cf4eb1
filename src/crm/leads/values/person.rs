//! What a person is called, in full, in lists and in searches.

use crate::{crm::keys, kernel::patch::Patch};
use entity::lead;

/// A change of the names.
#[derive(Debug, Default)]
pub struct Names {
    pub first: Patch<String>,
    pub last: Patch<String>,
    pub full: Patch<String>,
}

/// Called by a key, for want of a name: then a better one may take its place.
pub fn is_stand_in(row: &lead::Model) -> bool {
    let keys = [&row.email_key, &row.linkedin_key, &row.phone_key];
    row.full_name.is_empty() || keys.into_iter().flatten().any(|key| *key == row.full_name)
}

/// Sets the names, so that all three agree: a full name alone is split at its first space, two parts make a full one.
/// Without any name the lead is called by what identifies it; `false` when nothing does.
pub fn name(row: &mut lead::Model, names: Names, was_stand_in: bool) -> bool {
    let has_parts = names.first != Patch::Keep || names.last != Patch::Keep;
    row.first_name = names.first.over(row.first_name.take());
    row.last_name = names.last.over(row.last_name.take());
    match names.full {
        Patch::Set(full) => {
            if !has_parts {
                (row.first_name, row.last_name) = split(&full);
            }
            row.full_name = full;
        }
        Patch::Keep if !has_parts && !was_stand_in => {}
        Patch::Keep | Patch::Clear => row.full_name = called(row),
    }
    row.sort_name = sort_name(row);
    !row.full_name.is_empty()
}

fn called(row: &lead::Model) -> String {
    let parts: Vec<&str> =
        [&row.first_name, &row.last_name].into_iter().flatten().map(String::as_str).collect();
    if !parts.is_empty() {
        return parts.join(" ");
    }
    let known_by = [&row.email_key, &row.linkedin_key, &row.phone_key];
    known_by.into_iter().flatten().next().cloned().unwrap_or_default()
}

fn split(full: &str) -> (Option<String>, Option<String>) {
    let (first, last) = match full.split_once(',') {
        Some((last, first)) => (first.trim(), last.trim()),
        None => full.split_once(char::is_whitespace).map_or((full, ""), |(a, b)| (a.trim(), b.trim())),
    };
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    (some(first), some(last))
}

/// "last first", folded: lists of people are read by family name.
fn sort_name(row: &lead::Model) -> String {
    let parts = [&row.last_name, &row.first_name].into_iter().flatten().cloned().collect::<Vec<_>>();
    let name = if parts.is_empty() { row.full_name.clone() } else { parts.join(" ") };
    keys::fold(&name)
}

/// Everything `search` looks in, folded: the lead's own words on the first line, the company's name on the second.
#[must_use]
pub fn search_text(row: &lead::Model, company: Option<&str>) -> String {
    let own = [
        Some(&row.full_name),
        row.title.as_ref(),
        row.email_key.as_ref(),
        row.linkedin_key.as_ref(),
        row.phone_key.as_ref(),
        row.city.as_ref(),
    ];
    let own: Vec<&str> = own.into_iter().flatten().map(String::as_str).collect();
    with_company(&keys::fold(&own.join(" ")), company)
}

/// The same words with another company behind them.
#[must_use]
pub fn with_company(own: &str, company: Option<&str>) -> String {
    let own = own.lines().next().unwrap_or_default();
    format!("{own}\n{}", keys::fold(company.unwrap_or_default()))
}
