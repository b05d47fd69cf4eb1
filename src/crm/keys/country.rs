//! Countries by their ISO 3166-1 alpha-2 codes.

use super::country_table::COUNTRIES;
use crate::base::text::words;
use crate::base::text::{Key, KeyError};

const WRONG: KeyError = KeyError::new(
    Key::Country,
    "A country is its two-letter ISO code: DE for Germany, ZA for South Africa, GB for the United Kingdom.",
);

/// Other names people use, folded.
const ALSO: [(&str, &str); 34] = [
    ("america", "US"),
    ("bosnia", "BA"),
    ("brasil", "BR"),
    ("britain", "GB"),
    ("burma", "MM"),
    ("cape verde", "CV"),
    ("cote d ivoire", "CI"),
    ("czech republic", "CZ"),
    ("deutschland", "DE"),
    ("drc", "CD"),
    ("eire", "IE"),
    ("emirates", "AE"),
    ("england", "GB"),
    ("espana", "ES"),
    ("great britain", "GB"),
    ("holland", "NL"),
    ("italia", "IT"),
    ("ksa", "SA"),
    ("macedonia", "MK"),
    ("northern ireland", "GB"),
    ("osterreich", "AT"),
    ("republic of ireland", "IE"),
    ("republic of korea", "KR"),
    ("russian federation", "RU"),
    ("schweiz", "CH"),
    ("scotland", "GB"),
    ("swaziland", "SZ"),
    ("the netherlands", "NL"),
    ("turkey", "TR"),
    ("uae", "AE"),
    ("uk", "GB"),
    ("united states of america", "US"),
    ("usa", "US"),
    ("wales", "GB"),
];

/// The code in capitals.
///
/// # Errors
/// When there is no such country. Names are not taken: see [`country_by_name`].
pub fn country(text: &str) -> Result<String, KeyError> {
    let code = text.trim().to_ascii_uppercase();
    row(&code).map(|row| row.0.to_owned()).ok_or(WRONG)
}

/// The code of a country by code or English name, as providers and people write it; `None` when it is no country.
#[must_use]
pub fn country_by_name(text: &str) -> Option<&'static str> {
    let name = words(text).join(" ");
    let named = || COUNTRIES.iter().find(|row| words(row.1).join(" ") == name).map(|row| row.0);
    let aliased = || ALSO.iter().find(|(also, _)| *also == name).map(|(_, code)| *code);
    let coded = || row(&text.trim().to_ascii_uppercase()).map(|row| row.0);
    aliased().or_else(named).or_else(coded)
}

/// The English name of a country code.
#[must_use]
pub fn country_name(code: &str) -> Option<&'static str> {
    row(code).map(|row| row.1)
}

/// The IANA zone of a country that keeps one time for nearly everybody; `None` where it keeps several (US, BR, AU, …).
#[must_use]
pub fn country_zone(code: &str) -> Option<&'static str> {
    row(code).map(|row| row.2).filter(|zone| !zone.is_empty())
}

/// Every name a country goes by, folded, with its code: for finding countries in a text.
pub fn country_names() -> impl Iterator<Item = (String, &'static str)> {
    let named = COUNTRIES.iter().map(|row| (words(row.1).join(" "), row.0));
    named.chain(ALSO.iter().map(|(name, code)| ((*name).to_owned(), *code)))
}

fn row(code: &str) -> Option<&'static (&'static str, &'static str, &'static str)> {
    COUNTRIES.binary_search_by(|row| row.0.cmp(code)).ok().and_then(|at| COUNTRIES.get(at))
}
