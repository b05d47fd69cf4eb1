//! Titles, ranks and departments: "heads of operations or supply chain directors", "CTOs", "sales and marketing managers".

use super::phrases::{begins, raw};
use super::role_words::{BEHIND, FUNCTIONS, GROUPS, NOT_ALONE, OF, WHOLE, longest};
use super::tokens::{Gap, Token};
use crate::connectors::facts::Seniority;
use crate::prospecting::lexicon::{departments, seniority, stems};

#[derive(Debug, Default)]
pub(super) struct Roles {
    pub titles: Vec<String>,
    pub seniorities: Vec<Seniority>,
    pub departments: Vec<String>,
}

/// The roles named in the tokens of which `is_wanted` holds.
pub(super) fn read(tokens: &[Token], is_wanted: &dyn Fn(usize) -> bool) -> Roles {
    let mut roles = Roles::default();
    let mut at = 0;
    while at < tokens.len() {
        let found = if is_wanted(at) { role(tokens, at) } else { None };
        let Some(found) = found else {
            at += 1;
            continue;
        };
        at += found.len.max(1);
        roles.departments.extend(found.departments.iter().map(|name| (*name).to_owned()));
        roles.seniorities.extend(found.ranks);
        for title in found.titles {
            roles.seniorities.extend(seniority(&title));
            roles.departments.extend(departments(&title).into_iter().map(str::to_owned));
            roles.titles.push(title);
        }
    }
    roles
}

#[derive(Default)]
struct Found {
    len: usize,
    titles: Vec<String>,
    ranks: Vec<Seniority>,
    departments: Vec<&'static str>,
}

fn role(tokens: &[Token], at: usize) -> Option<Found> {
    ranked_of(tokens, at)
        .or_else(|| chief(tokens, at))
        .or_else(|| functions_then_rank(tokens, at))
        .or_else(|| whole(tokens, at))
        .or_else(|| group(tokens, at))
}

/// "heads of sales and marketing": a title for each function.
fn ranked_of(tokens: &[Token], at: usize) -> Option<Found> {
    let (rank, rank_len) = longest(tokens, at, &OF)?;
    let of = tokens.get(at + rank_len)?;
    if !of.is(&["of", "for"]) || of.gap > Gap::Space {
        return None;
    }
    let from = at + rank_len + 1;
    let mut functions = functions(tokens, from);
    let behind = functions.last().map_or(from, |(start, len)| start + len);
    if functions.len() > 1 && longest(tokens, behind, &BEHIND).is_some() {
        functions.pop();
    }
    if functions.is_empty() {
        functions = vec![(from, free_words(tokens, from)?)];
    }
    let until = functions.last().map_or(from, |(start, len)| start + len);
    let title =
        |(start, len): &(usize, usize)| format!("{rank} of {}", raw(tokens, *start, *len).to_lowercase());
    Some(Found { len: until - at, titles: functions.iter().map(title).collect(), ..Found::default() })
}

/// "chief revenue officer".
fn chief(tokens: &[Token], at: usize) -> Option<Found> {
    if tokens.get(at)?.stem != "chief" {
        return None;
    }
    let len = (2..=5).find(|len| tokens.get(at + len - 1).is_some_and(|t| t.stem == "officer"))?;
    let title = format!("{} officer", raw(tokens, at, len - 1).to_lowercase());
    Some(Found { len, titles: vec![title], ..Found::default() })
}

/// "sales and marketing managers", "finance leaders", "engineering teams".
fn functions_then_rank(tokens: &[Token], at: usize) -> Option<Found> {
    let functions = functions(tokens, at);
    let behind = functions.last().map(|(start, len)| start + len)?;
    if tokens.get(behind).is_some_and(|t| t.gap > Gap::Hyphen) {
        return None;
    }
    let names = functions.iter().map(|(start, len)| raw(tokens, *start, *len).to_lowercase());
    if let Some((rank, len)) = longest(tokens, behind, &BEHIND) {
        let len = behind + len - at;
        return Some(Found {
            len,
            titles: names.map(|name| format!("{name} {rank}")).collect(),
            ..Found::default()
        });
    }
    let group = group(tokens, behind);
    let is_team = tokens
        .get(behind)
        .is_some_and(|t| matches!(t.stem.as_str(), "team" | "department" | "people" | "professional"));
    let departments: Vec<&str> = names.flat_map(|name| departments(&name)).collect();
    match group {
        Some(group) => {
            Some(Found { len: behind + group.len - at, ranks: group.ranks, departments, ..Found::default() })
        }
        None if is_team => Some(Found { len: behind + 1 - at, departments, ..Found::default() }),
        None => None,
    }
}

fn whole(tokens: &[Token], at: usize) -> Option<Found> {
    let (title, len) = longest(tokens, at, &WHOLE)?;
    let is_other = tokens
        .get(at + len)
        .is_some_and(|t| t.gap <= Gap::Hyphen && matches!(t.stem.as_str(), "led" | "owned" | "firm" | "run"));
    (!is_other).then(|| Found { len, titles: vec![title.to_owned()], ..Found::default() })
}

fn group(tokens: &[Token], at: usize) -> Option<Found> {
    let (name, ranks) = GROUPS.iter().find(|(name, _)| begins(tokens, at, &stems(name)))?;
    Some(Found { len: stems(name).len(), ranks: ranks.to_vec(), ..Found::default() })
}

/// Function phrases from `at` on, joined by "and", "or", commas: their starts and lengths.
fn functions(tokens: &[Token], at: usize) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut next = at;
    while let Some(len) = function(tokens, next) {
        found.push((next, len));
        next += len;
        let joined = tokens.get(next).filter(|t| t.gap <= Gap::Comma).map(|t| t.is(&["and", "or"]));
        match joined {
            Some(true) => next += 1,
            Some(false) if tokens[next].gap == Gap::Comma => {}
            _ => break,
        }
    }
    found
}

fn function(tokens: &[Token], at: usize) -> Option<usize> {
    let (name, phrase) = FUNCTIONS.iter().find(|(_, phrase)| begins(tokens, at, phrase))?;
    let is_alone = NOT_ALONE.contains(name);
    (!is_alone || tokens.get(at + 1).is_some_and(|t| t.gap <= Gap::Hyphen)).then_some(phrase.len())
}

/// Up to two words that are no known function ("head of partnerships and…" is; "head of nursing" is not).
fn free_words(tokens: &[Token], at: usize) -> Option<usize> {
    const STOPS: [&str; 24] = [
        "a",
        "an",
        "the",
        "at",
        "in",
        "of",
        "for",
        "and",
        "or",
        "who",
        "that",
        "with",
        "from",
        "to",
        "on",
        "by",
        "our",
        "their",
        "company",
        "companies",
        "all",
        "any",
        "mid",
        "large",
    ];
    let is_free = |at: usize, first: bool| {
        tokens.get(at).is_some_and(|t| {
            !t.is(&STOPS) && t.number.is_none() && (first && t.gap == Gap::Space || t.gap <= Gap::Hyphen)
        })
    };
    is_free(at, true).then(|| if is_free(at + 1, false) && !tokens[at + 1].is_capital() { 2 } else { 1 })
}
