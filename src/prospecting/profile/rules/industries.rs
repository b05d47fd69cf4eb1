//! Industries named in a text.

use super::phrases::raw;
use super::tokens::{Gap, Token};
use crate::prospecting::lexicon::{Industry, industry, names_industry};
use crate::prospecting::profile::clean::LIST_MAX;
use std::collections::BTreeSet;

/// Words that name an industry but, next to these, something else ("software engineers", "sales technology" is one, though).
const TITLE_WORDS: [&str; 14] = [
    "engineer",
    "developer",
    "manager",
    "director",
    "head",
    "officer",
    "team",
    "lead",
    "leader",
    "architect",
    "buyer",
    "vp",
    "executive",
    "department",
];

/// The industries named in the tokens of which `is_wanted` holds, the longest phrase first, none twice.
pub(super) fn read(tokens: &[Token], is_wanted: &dyn Fn(usize) -> bool) -> Vec<Industry> {
    let mut found: Vec<Industry> = Vec::new();
    let mut seen = BTreeSet::new();
    let mut at = 0;
    while at < tokens.len() {
        let len = if is_wanted(at) && !is_title(tokens, at) { longest(tokens, at) } else { 0 };
        let is_title = tokens.get(at + len).is_some_and(|t| TITLE_WORDS.contains(&t.stem.as_str()));
        if len > 0 && !is_title {
            let said = raw(tokens, at, len);
            if seen.insert(said.to_lowercase()) && found.len() < LIST_MAX {
                found.push(industry(&said));
            }
        }
        at += len.max(1);
    }
    found
}

/// "head of supply chain" names a department.
fn is_title(tokens: &[Token], at: usize) -> bool {
    let before = |back: usize| at.checked_sub(back).and_then(|at| tokens.get(at));
    let of = |back| before(back).is_some_and(|t| t.is(&["of"]));
    let ranked =
        |back| before(back).is_some_and(|t| TITLE_WORDS.contains(&t.stem.as_str()) || t.stem == "president");
    (of(1) && ranked(2)) || (before(1).is_some_and(|t| t.is(&["and", "or"])) && of(3) && ranked(4))
}

fn longest(tokens: &[Token], at: usize) -> usize {
    let is_joined = |window: &[Token]| window.iter().skip(1).all(|token| token.gap <= Gap::Hyphen);
    let is_named = |len: &usize| {
        let window = tokens.get(at..at + len).filter(|window| is_joined(window));
        window
            .is_some_and(|window| names_industry(&window.iter().map(|t| t.stem.clone()).collect::<Vec<_>>()))
    };
    (1..=8).rev().find(is_named).unwrap_or(0)
}
