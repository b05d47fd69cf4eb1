//! The words of titles: what stands alone, in front, behind, and for whole groups.

use super::phrases::begins;
use super::tokens::Token;
use crate::connectors::facts::Seniority;
use crate::prospecting::lexicon::{DEPARTMENTS, seniority, stems};
use std::sync::LazyLock;

/// Titles that need no department.
pub(super) static WHOLE: LazyLock<Phrases> = LazyLock::new(|| {
    stemmed(&[
        "ceo",
        "cfo",
        "cto",
        "coo",
        "cmo",
        "cro",
        "cio",
        "ciso",
        "chro",
        "cpo",
        "cdo",
        "co founder",
        "cofounder",
        "founder",
        "business owner",
        "store owner",
        "shop owner",
        "owner",
        "entrepreneur",
        "managing director",
        "general manager",
        "managing partner",
        "president",
        "chairman",
        "chief of staff",
        "plant manager",
        "recruiter",
        "buyer",
        "controller",
        "accountant",
        "developer",
        "engineer",
        "architect",
        "designer",
        "marketer",
        "lawyer",
        "attorney",
        "dentist",
        "physician",
        "pharmacist",
        "investor",
        "freelancer",
    ])
});
/// Ranks that stand in front: "head of operations".
pub(super) static OF: LazyLock<Phrases> = LazyLock::new(|| {
    stemmed(&[
        "head",
        "director",
        "vp",
        "svp",
        "evp",
        "vice president",
        "senior vice president",
        "manager",
        "chief",
    ])
});
/// Ranks that stand behind: "supply chain director".
pub(super) static BEHIND: LazyLock<Phrases> = LazyLock::new(|| {
    stemmed(&[
        "vice president",
        "director",
        "manager",
        "head",
        "vp",
        "officer",
        "supervisor",
        "coordinator",
        "specialist",
        "executive",
        "analyst",
        "engineer",
    ])
});
/// Ranks alone, and groups of them.
pub(super) const GROUPS: [(&str, &[Seniority]); 13] = [
    ("decision maker", &[Seniority::CSuite, Seniority::Vp, Seniority::Director, Seniority::Head]),
    ("c level", &[Seniority::CSuite]),
    ("c suite", &[Seniority::CSuite]),
    ("executive", &[Seniority::CSuite, Seniority::Vp]),
    ("leader", &[Seniority::CSuite, Seniority::Vp, Seniority::Director, Seniority::Head]),
    ("leadership", &[Seniority::CSuite, Seniority::Vp, Seniority::Director, Seniority::Head]),
    ("senior management", &[Seniority::CSuite, Seniority::Vp, Seniority::Director]),
    ("vice president", &[Seniority::Vp]),
    ("vp", &[Seniority::Vp]),
    ("director", &[Seniority::Director]),
    ("manager", &[Seniority::Manager]),
    ("partner", &[Seniority::Partner]),
    ("head", &[Seniority::Head]),
];
/// Words of departments that mean a line of business when they stand alone.
pub(super) const NOT_ALONE: [&str; 3] = ["technology", "executive", "software"];

/// What departments do, without titles, the longest first.
pub(super) static FUNCTIONS: LazyLock<Phrases> = LazyLock::new(|| {
    let all = DEPARTMENTS.iter().filter(|(name, _)| *name != "executive").flat_map(|(_, words)| *words);
    let is_title =
        |phrase: &str| seniority(phrase).is_some() || WHOLE.iter().any(|(title, _)| *title == phrase);
    let mut all = stemmed(&all.copied().filter(|phrase| !is_title(phrase)).collect::<Vec<_>>());
    all.sort_by_key(|(_, phrase)| std::cmp::Reverse(phrase.len()));
    all
});

/// Phrases as written and as stems.
pub(super) type Phrases = Vec<(&'static str, Vec<String>)>;

fn stemmed(phrases: &[&'static str]) -> Phrases {
    phrases.iter().map(|phrase| (*phrase, stems(phrase))).collect()
}

/// The longest of `phrases` at `at`, and how many tokens it has.
pub(super) fn longest(tokens: &[Token], at: usize, phrases: &Phrases) -> Option<(&'static str, usize)> {
    let found = phrases.iter().filter(|(_, stems)| begins(tokens, at, stems));
    found.max_by_key(|(_, stems)| stems.len()).map(|(phrase, stems)| (*phrase, stems.len()))
}
