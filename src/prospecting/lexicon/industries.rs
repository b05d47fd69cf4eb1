//! Industries: what was said, and which sector and sub-industries (GICS) are meant.

use super::gics::SECTORS;
use super::industry_words;
use super::stem::stems;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// An industry as somebody named it, with what it means.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Industry {
    /// In the words used ("logistics").
    pub said: String,
    /// The GICS sector; `None` when the words are not known (they still count as words).
    pub sector: Option<String>,
    /// GICS sub-industries.
    pub sub_industries: Vec<String>,
}

/// Sector and sub-industries.
type Meaning = (&'static str, Vec<&'static str>);

/// Every phrase that names an industry, stemmed.
static MEANINGS: LazyLock<BTreeMap<Vec<String>, Meaning>> = LazyLock::new(|| {
    let mut map: BTreeMap<Vec<String>, Meaning> = BTreeMap::new();
    for (said, sector, subs) in industry_words::rows() {
        map.extend(said.iter().map(|phrase| (stems(phrase), (sector, subs.clone()))));
    }
    for (sector, subs) in SECTORS {
        map.entry(stems(sector)).or_insert((sector, subs.to_vec()));
        map.extend(subs.iter().map(|sub| (stems(sub), (sector, vec![*sub]))));
    }
    map
});

/// What an industry's name means. Unknown words keep their meaning as words.
#[must_use]
pub fn industry(said: &str) -> Industry {
    let meaning = meaning(said);
    let sector = meaning.map(|m| m.0).filter(|sector| !sector.is_empty()).map(str::to_owned);
    let subs = meaning.map(|m| m.1.iter().map(|sub| (*sub).to_owned()).collect());
    Industry { said: said.trim().to_owned(), sector, sub_industries: subs.unwrap_or_default() }
}

/// Do these stems, as a whole, name an industry? For finding industries in a text.
#[must_use]
pub fn names_industry(stems: &[String]) -> bool {
    MEANINGS.contains_key(stems)
}

/// How near a company's industry (in a provider's words) is to the wanted one: 100 the same, 60 the same sector, 0 neither,
/// 80 when only words can be compared and they meet.
#[must_use]
pub fn closeness(wanted: &Industry, actual: &str) -> u8 {
    let actual_words = stems(actual);
    let said = stems(&wanted.said);
    if said == actual_words || wanted.sub_industries.iter().any(|sub| stems(sub) == actual_words) {
        return 100;
    }
    let is_named = |word: &String| {
        word.len() > 3 && !matches!(word.as_str(), "service" | "other" | "product" | "company")
    };
    let words_meet = said.iter().any(|word| is_named(word) && actual_words.contains(word));
    match meaning(actual) {
        Some((_, subs)) if subs.iter().any(|sub| wanted.sub_industries.iter().any(|own| own == sub)) => 100,
        _ if words_meet => 80,
        Some((sector, _)) if !sector.is_empty() && wanted.sector.as_deref() == Some(*sector) => 60,
        _ => 0,
    }
}

/// The meaning of the whole text, else of the longest known phrase in it.
fn meaning(text: &str) -> Option<&'static Meaning> {
    let words = stems(text);
    let sizes = (1..=words.len().min(8)).rev();
    sizes.flat_map(|size| words.windows(size)).find_map(|window| MEANINGS.get(window))
}
