//! What a text mentions: roles, industries, places, numbers of people, and the world's other words.

use crate::sandbox::world::{
    tables::{Country, Role, TABLES},
    text::{has_all, plain, stems},
};
use std::collections::BTreeSet;

/// A text that has been read.
pub struct Reading {
    /// Lower case, words apart by single spaces, with a space at each end.
    words: String,
    stems: Vec<String>,
    raw: String,
}

impl Reading {
    pub fn of(text: &str) -> Self {
        let words =
            format!(" {} ", plain(&without_thousands(text)).split_whitespace().collect::<Vec<_>>().join(" "));
        Self { words, stems: stems(text), raw: text.to_owned() }
    }

    /// Does the phrase occur, word for word?
    pub fn has(&self, phrase: &str) -> bool {
        let phrase = plain(phrase).split_whitespace().collect::<Vec<_>>().join(" ");
        !phrase.is_empty() && self.words.contains(&format!(" {phrase} "))
    }

    /// Roles whose every word occurs close together, the longest titles first.
    pub fn roles(&self) -> Vec<&'static Role> {
        let near = |role: &&Role| {
            let wanted = stems(role.title);
            self.stems.windows(wanted.len() + 1).any(|words| has_all(words, &wanted))
        };
        let mut found: Vec<_> = TABLES.roles.iter().filter(near).collect();
        found.sort_by_key(|role| std::cmp::Reverse(role.title.len()));
        found
    }

    /// Industries and their key words, as they are spelled in the tables.
    pub fn industries(&self) -> Vec<&'static str> {
        let all = TABLES
            .industries
            .iter()
            .flat_map(|industry| [industry.label].into_iter().chain(industry.keywords.clone()));
        all.filter(|name| has_all(&self.stems, &stems(name))).collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// ISO codes of countries by any of their names; short names have to be in capitals, and codes are not names
    /// ("IT" is a department).
    pub fn countries(&self) -> Vec<&'static str> {
        let words: Vec<&str> = self.raw.split(|letter: char| !letter.is_alphanumeric()).collect();
        let is_shouted = |name: &str| words.contains(&name.to_uppercase().as_str());
        let is_named = |name: &str| if name.len() <= 3 { is_shouted(name) } else { self.has(name) };
        let is_meant =
            |country: &&Country| is_named(country.name) || country.aliases.iter().any(|name| is_named(name));
        TABLES.countries.iter().filter(is_meant).map(|country| country.code).collect()
    }

    /// Cities the world has offices in.
    pub fn cities(&self) -> Vec<&'static str> {
        TABLES.offices.iter().map(|office| office.city).filter(|city| self.has(city)).collect()
    }

    /// Head counts: "50-500 employees", "more than 200 people", "under 1,000 staff".
    pub fn employees(&self) -> (Option<u64>, Option<u64>) {
        let numbers: Vec<u64> =
            self.numbers_before(&["employees", "people", "staff", "headcount", "employee"]);
        match numbers[..] {
            [] => (None, None),
            [low, high, ..] => (Some(low.min(high)), Some(low.max(high))),
            [one]
                if ["under", "below", "fewer", "less", "up to", "at most"]
                    .iter()
                    .any(|word| self.has(word)) =>
            {
                (None, Some(one))
            }
            [one] => (Some(one), None),
        }
    }

    /// The numbers among the six words before one of the units.
    fn numbers_before(&self, units: &[&str]) -> Vec<u64> {
        let words: Vec<&str> = self.words.split_whitespace().collect();
        let at = words.iter().position(|word| units.contains(word)).unwrap_or(0);
        words[at.saturating_sub(6)..at].iter().filter_map(|word| word.parse().ok()).collect()
    }

    /// The first words, for evidence.
    pub fn excerpt(&self) -> String {
        self.raw.split_whitespace().take(12).collect::<Vec<_>>().join(" ")
    }

    /// Always the same number for the same text and name.
    pub fn luck(&self, name: &str) -> f64 {
        crate::sandbox::world::draw::Draw::seeded(0).tag(&self.words).tag(name).unit()
    }
}

/// "1,000" is one number.
fn without_thousands(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let is_digit = |at: Option<usize>| at.and_then(|at| letters.get(at)).is_some_and(char::is_ascii_digit);
    let is_separator =
        |at: usize| letters[at] == ',' && is_digit(at.checked_sub(1)) && is_digit(Some(at + 1));
    (0..letters.len()).filter(|at| !is_separator(*at)).map(|at| letters[at]).collect()
}
