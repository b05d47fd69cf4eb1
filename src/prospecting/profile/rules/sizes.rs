//! Company sizes that are words ("startups", "mid-sized"); numbers beat them.

use super::tokens::{Gap, Token};
use crate::prospecting::profile::clean::EMPLOYEES_MAX;
use crate::prospecting::profile::types::Band;

/// Sizes that are words; used where no number of employees is given.
const SIZES: [(&str, u64, u64); 12] = [
    ("startup", 1, 50),
    ("scaleup", 50, 500),
    ("sme", 10, 250),
    ("smb", 10, 250),
    ("solopreneur", 1, 1),
    ("freelancer", 1, 1),
    ("enterprise", 1_000, EMPLOYEES_MAX),
    ("corporation", 1_000, EMPLOYEES_MAX),
    ("midmarket", 100, 1_000),
    ("midsize", 100, 1_000),
    ("midsized", 100, 1_000),
    ("corporate", 1_000, EMPLOYEES_MAX),
];

/// The headcount that the first such word of a text stands for; a blank band when there is none.
pub(super) fn size_words(tokens: &[Token]) -> Band {
    let is_noun = |at: usize| {
        let next = tokens.get(at + 1).filter(|t| t.gap <= Gap::Hyphen);
        next.is_none_or(|t| {
            !matches!(
                t.stem.as_str(),
                "software" | "saas" | "architect" | "sale" | "account" | "card" | "governance"
            )
        })
    };
    let joined = |at: usize| {
        tokens.get(at + 1).map(|next| format!("{}{}", tokens[at].stem, next.stem)).unwrap_or_default()
    };
    let pair = |at: usize, first: &str, second: &[&str]| {
        tokens[at].is(&[first]) && tokens.get(at + 1).is_some_and(|t| second.contains(&t.stem.as_str()))
    };
    for at in 0..tokens.len() {
        let stem = &tokens[at].stem;
        let joined = joined(at);
        if let Some((_, min, max)) =
            SIZES.iter().find(|(word, ..)| stem == word || joined == *word).filter(|_| is_noun(at))
        {
            return Band::new(Some(*min), Some(*max).filter(|max| *max < EMPLOYEES_MAX));
        }
        if pair(at, "small", &["business", "company", "firm", "and"]) {
            return Band::new(Some(1), Some(if tokens[at + 1].is(&["and"]) { 250 } else { 50 }));
        }
        if pair(at, "large", &["company", "business", "firm", "organization", "organisation"])
            || pair(at, "fortune", &["500", "1000"])
        {
            return Band::new(Some(1_000), None);
        }
    }
    Band::default()
}
