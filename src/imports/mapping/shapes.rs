//! What a column's values look like.

use crate::crm::keys;
use entity::import_parts::ImportField::{self, *};

/// So many of the values must look like it.
const SHARE: f64 = 0.6;

/// A field, how sure its shape makes it, and whether a value has it.
type Shape<'a> = (ImportField, f64, &'a dyn Fn(&str) -> bool);

/// What values like these are, and how sure that is.
pub fn field(values: &[&str]) -> Option<(ImportField, f64)> {
    let full: Vec<&str> = values.iter().map(|value| value.trim()).filter(|value| !value.is_empty()).collect();
    if full.is_empty() {
        return None;
    }
    let share =
        |is: &dyn Fn(&str) -> bool| full.iter().filter(|value| is(value)).count() as f64 / full.len() as f64;
    let shapes: [Shape<'_>; 5] = [
        (Email, 0.9, &|value| value.contains('@') && keys::email(value).is_ok()),
        (LinkedinUrl, 0.9, &|value| value.to_ascii_lowercase().contains("linkedin.com/in/")),
        (CompanyDomain, 0.6, &is_address),
        (Phone, 0.6, &is_number),
        (Country, 0.5, &|value| value.len() == 2 && keys::country(value).is_ok()),
    ];
    shapes.into_iter().find_map(|(field, sure, is)| {
        let share = share(is);
        (share >= SHARE).then_some((field, sure * share))
    })
}

fn is_address(value: &str) -> bool {
    let bare = value.trim_start_matches("https://").trim_start_matches("http://").trim_start_matches("www.");
    let host = bare.split('/').next().unwrap_or_default();
    !host.contains(['@', ' '])
        && host.contains('.')
        && host.chars().any(char::is_alphabetic)
        && keys::company_domain(value).is_ok()
}

fn is_number(value: &str) -> bool {
    let digits = value.chars().filter(char::is_ascii_digit).count();
    let others = value.chars().any(|c| !(c.is_ascii_digit() || " +-()./".contains(c)));
    (7..=16).contains(&digits)
        && !others
        && (value.starts_with(['+', '0', '(']) || value.contains(['-', ' ', '/']))
}
