//! Single words that stand for a value of ours, as people write them. A refusal says what would be right.

use crate::connectors::normal;
use entity::{
    contact::{Channel, Seniority},
    lead::{Priority, Segment},
};
use sea_orm::{ActiveEnum, Iterable};

/// Cells that say nothing.
const NOTHING: [&str; 12] =
    ["", "-", "--", "—", "?", "n/a", "#n/a", "na", "null", "none", "(none)", "undefined"];

/// Does the cell say nothing?
pub fn is_nothing(cell: &str) -> bool {
    cell.len() <= 9 && NOTHING.iter().any(|word| cell.eq_ignore_ascii_case(word))
}

/// A rank by its name, or by a title that says it.
pub fn seniority(cell: &str) -> Result<Seniority, String> {
    let found = normal::seniority(cell).or_else(|| normal::seniority_of_title(cell));
    let name = found.map(|rung| normal::seniority_name(rung).to_uppercase());
    name.and_then(|name| Seniority::try_from_value(&name).ok()).ok_or_else(one_of::<Seniority>)
}

pub fn segment(cell: &str) -> Result<Segment, String> {
    named(cell)
}

pub fn priority(cell: &str) -> Result<Priority, String> {
    named(cell)
}

pub fn channel(cell: &str) -> Result<Channel, String> {
    match cell.to_ascii_lowercase().as_str() {
        "e-mail" | "mail" => Ok(Channel::Email),
        "twitter" => Ok(Channel::X),
        _ => named(cell),
    }
}

/// How many people work there; of a range the lower end.
pub fn employees(cell: &str) -> Result<i32, String> {
    let found = normal::employees(cell).and_then(|(least, _)| i32::try_from(least).ok());
    found.ok_or_else(|| "a number of people, such as 250 or 201-500".into())
}

fn named<E>(cell: &str) -> Result<E, String>
where
    E: ActiveEnum<Value = String> + Iterable,
{
    let word = |text: &str| {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect::<String>()
    };
    E::iter().find(|value| word(&value.to_value()) == word(cell)).ok_or_else(one_of::<E>)
}

fn one_of<E>() -> String
where
    E: ActiveEnum<Value = String> + Iterable,
{
    let all: Vec<String> = E::iter().map(|value| value.to_value()).collect();
    format!("one of {}", all.join(", "))
}
