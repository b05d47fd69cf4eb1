//! What each token is about. "We sell insurance to banks that struggle with claims, but not in France" looks for banks, not for
//! insurers, and not in France.

use super::tokens::{Gap, Token};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Zone {
    /// The people and companies looked for.
    Target,
    /// What is sold to them, and who sells it.
    Offering,
    /// What they lack.
    Need,
    /// Whom to leave out.
    Excluded,
}

const SELLS: [&str; 24] = [
    "sell",
    "sells",
    "selling",
    "offer",
    "offers",
    "offering",
    "provide",
    "provides",
    "providing",
    "supply",
    "supplies",
    "build",
    "builds",
    "develop",
    "deliver",
    "delivers",
    "manufacture",
    "distribute",
    "produce",
    "implement",
    "install",
    "make",
    "design",
    "run",
];
/// Where the talk turns from what is sold to whom it is sold.
const TURNS: [&str; 16] = [
    "to",
    "for",
    "targeting",
    "target",
    "looking",
    "seeking",
    "want",
    "ideal",
    "customers",
    "clients",
    "helping",
    "serving",
    "who",
    "that",
    "towards",
    "aimed",
];
const NEEDS: [&str; 15] = [
    "struggling",
    "struggle",
    "struggles",
    "need",
    "needs",
    "needing",
    "lack",
    "lacking",
    "pain",
    "pains",
    "challenge",
    "challenges",
    "suffering",
    "frustrated",
    "tired",
];
const OUT_LONG: [&str; 7] = ["except", "excluding", "exclude", "excludes", "avoid", "ignore", "ignoring"];
const OUT_SHORT: [&str; 4] = ["not", "no", "without", "never"];
const COMPARES: [&str; 8] = ["more", "less", "fewer", "later", "larger", "smaller", "bigger", "only"];
/// What ends a zone inside a sentence.
const RESETS: [&str; 12] = [
    "but",
    "talk",
    "speak",
    "reach",
    "contact",
    "we",
    "targeting",
    "looking",
    "only",
    "ideally",
    "preferably",
    "budget",
];

/// The zone of each token.
pub(super) fn zones(tokens: &[Token]) -> Vec<Zone> {
    let mut zones = vec![Zone::Target; tokens.len()];
    let mut at = 0;
    while at < tokens.len() {
        let (zone, until) = span(tokens, at);
        zones[at..until].fill(zone);
        at = until;
    }
    zones
}

/// The zone that begins at `at`, and where it ends (always behind `at`).
fn span(tokens: &[Token], at: usize) -> (Zone, usize) {
    if is_exclusion(tokens, at) {
        let crosses_commas = tokens[at].is(&OUT_LONG);
        return (
            Zone::Excluded,
            end(tokens, at, |t| t.is(&RESETS) || (t.gap == Gap::Comma && !crosses_commas)),
        );
    }
    if let Some(from) = offering(tokens, at) {
        return (Zone::Offering, end(tokens, from, |t| t.is(&TURNS)));
    }
    if is_need(tokens, at) {
        return (
            Zone::Need,
            end(tokens, at, |t| t.is(&RESETS) || t.gap == Gap::Comma || t.is(&["in", "based"])).min(at + 14),
        );
    }
    (Zone::Target, at + 1)
}

/// The first token behind `at` that starts a new sentence or `stops`.
fn end(tokens: &[Token], at: usize, stops: impl Fn(&Token) -> bool) -> usize {
    let behind = tokens.iter().enumerate().skip(at + 1);
    behind
        .into_iter()
        .find(|(_, token)| token.gap == Gap::Stop || stops(token))
        .map_or(tokens.len(), |(at, _)| at)
}

fn is_exclusion(tokens: &[Token], at: usize) -> bool {
    let next = |n: usize| tokens.get(at + n);
    let is_comparison =
        next(1).is_some_and(|t| t.is(&COMPARES) || t.is(&["matter", "need", "limit", "preference"]));
    let is_noun = next(1).is_some_and(|t| t.is(&["profit", "profits"]));
    tokens[at].is(&OUT_LONG) || (tokens[at].is(&OUT_SHORT) && !is_comparison && !is_noun)
}

/// Where the offering's own words begin, if one is announced at `at`: "we sell", "our company provides", "we are a", "selling".
fn offering(tokens: &[Token], at: usize) -> Option<usize> {
    let token = &tokens[at];
    let behind = |n: usize| tokens.get(at + n).filter(|t| t.gap != Gap::Stop);
    if token.is(&["selling"]) {
        return Some(at);
    }
    let is_first = token.is(&["we", "i"]) || (token.is(&["our"]) && behind(1).is_some());
    if is_first {
        let verb = (1..=4).take_while(|n| behind(*n).is_some()).find(|n| {
            sells(tokens, at + n) || (*n == 1 && behind(1).is_some_and(|t| t.is(&["are", "am"])))
        })?;
        let is_search = behind(verb + 1)
            .is_some_and(|t| t.is(&["looking", "targeting", "seeking", "searching", "after"]));
        return (!is_search).then_some(at + verb);
    }
    let starts_sentence = token.gap == Gap::Stop;
    let is_bare = token.is(&["we're", "were", "im"])
        && starts_sentence
        && behind(1).is_some_and(|t| t.is(&["a", "an"]));
    (is_bare || (sells(tokens, at) && starts_sentence && !token.is(&["run", "make", "build", "design"])))
        .then_some(at)
}

/// A verb of selling stands here. The supply in "supply chain" is none.
fn sells(tokens: &[Token], at: usize) -> bool {
    let is_chain = tokens.get(at + 1).is_some_and(|next| next.is(&["chain", "chains"]));
    tokens[at].is(&SELLS) && !(is_chain && tokens[at].is(&["supply"]))
}

fn is_need(tokens: &[Token], at: usize) -> bool {
    let from = at.saturating_sub(3);
    let is_ours = tokens[from..at].iter().any(|t| t.is(&["we", "i", "to"]));
    let wants = tokens[at].is(&["want", "wants", "wanting", "looking"])
        && tokens.get(at + 1).is_some_and(|t| t.is(&["to"]));
    (tokens[at].is(&NEEDS) || wants) && !is_ours
}
