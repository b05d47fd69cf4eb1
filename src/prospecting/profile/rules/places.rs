//! Countries, regions and cities. A word that is also an everyday word counts only with a capital ("Reading", "Turkey").

use super::tokens::{Gap, Token};
use crate::crm::keys;
use crate::prospecting::lexicon::{City, DEMONYMS, REGIONS, US_STATES, city_names, stems};
use std::collections::BTreeMap;
use std::sync::LazyLock;

#[derive(Debug, Default)]
pub(super) struct Places {
    pub countries: Vec<String>,
    pub cities: Vec<String>,
}

#[derive(Clone, Copy, Debug)]
enum Place {
    Country(&'static str),
    Countries(&'static [&'static str]),
    City(City),
    State,
}

/// Everyday words, verbs and first names among the places.
const EVERYDAY: [&str; 28] = [
    "bath",
    "bergen",
    "breda",
    "chad",
    "china",
    "cork",
    "corning",
    "cuba",
    "essen",
    "georgia",
    "guinea",
    "jersey",
    "jordan",
    "lund",
    "mali",
    "mesa",
    "nice",
    "niger",
    "oman",
    "polish",
    "providence",
    "purchase",
    "reading",
    "richmond",
    "split",
    "togo",
    "turkey",
    "turkish",
];

static PLACES: LazyLock<BTreeMap<Vec<String>, Place>> = LazyLock::new(|| {
    let mut map: BTreeMap<Vec<String>, Place> = BTreeMap::new();
    map.extend(city_names().map(|(name, city)| (stems(name), Place::City(city))));
    map.extend(US_STATES.iter().map(|(name, _)| (stems(name), Place::State)));
    map.extend(keys::country_names().map(|(name, code)| (stems(&name), Place::Country(code))));
    map.extend(DEMONYMS.iter().map(|(name, code)| (stems(name), Place::Country(code))));
    map.extend(REGIONS.iter().map(|(name, codes)| (stems(name), Place::Countries(codes))));
    map.retain(|name, _| name.concat().len() > 1);
    map
});

/// The places named in the tokens of which `is_wanted` holds. A city brings its country with it.
pub(super) fn read(tokens: &[Token], is_wanted: &dyn Fn(usize) -> bool) -> Places {
    let mut out = Places::default();
    let mut at = 0;
    while at < tokens.len() {
        let found = if is_wanted(at) { place(tokens, at) } else { None };
        let Some((len, place)) = found else {
            at += 1;
            continue;
        };
        match place {
            Place::Country(code) => out.countries.push(code.to_owned()),
            Place::Countries(codes) => out.countries.extend(codes.iter().map(|code| (*code).to_owned())),
            Place::State => out.countries.push("US".to_owned()),
            Place::City(city) => {
                out.cities.push(city.name.to_owned());
                out.countries.push(stated_country(tokens, at + len).unwrap_or(city.country).to_owned());
            }
        }
        at += len;
    }
    out
}

/// "Birmingham, Alabama": the country named right behind a city.
fn stated_country(tokens: &[Token], at: usize) -> Option<&'static str> {
    tokens.get(at).filter(|token| token.gap == Gap::Comma)?;
    match place(tokens, at)?.1 {
        Place::Country(code) => Some(code),
        Place::State => Some("US"),
        _ => None,
    }
}

fn place(tokens: &[Token], at: usize) -> Option<(usize, Place)> {
    let (len, place) = (1..=5).rev().find_map(|len| {
        let window = tokens.get(at..at + len)?;
        let is_joined = window.iter().skip(1).all(|token| token.gap <= Gap::Hyphen);
        let name: Vec<String> = window.iter().map(|token| token.stem.clone()).collect();
        PLACES.get(&name).filter(|_| is_joined).map(|place| (len, *place))
    })?;
    let token = &tokens[at];
    let is_language = tokens
        .get(at + len)
        .is_some_and(|t| matches!(t.stem.as_str(), "speaking" | "speaker" | "language" | "translation"));
    let is_everyday = len == 1 && EVERYDAY.contains(&token.word.as_str()) && !token.is_capital();
    let is_loose_city = matches!(place, Place::City(_))
        && len == 1
        && !token.is_capital()
        && !follows_a_preposition(tokens, at);
    (!is_language && !is_everyday && !is_loose_city).then_some((len, place))
}

/// A city in lower case counts after "in", "near", …, or next to another ("in london and paris").
fn follows_a_preposition(tokens: &[Token], at: usize) -> bool {
    const BEFORE: [&str; 9] = ["in", "near", "around", "from", "at", "and", "or", "greater", "based"];
    at > 0 && (tokens[at - 1].is(&BEFORE) || tokens[at].gap == Gap::Comma)
}
