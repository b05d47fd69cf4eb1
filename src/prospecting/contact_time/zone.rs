//! Which clock somebody lives by.

use crate::crm::keys;
use crate::prospecting::lexicon::{US_STATES, city};

/// What is known of where somebody is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Whereabouts<'a> {
    /// IANA name, where a source gave one.
    pub time_zone: Option<&'a str>,
    /// ISO alpha-2.
    pub country: Option<&'a str>,
    /// "Munich", also "Austin, Texas".
    pub city: Option<&'a str>,
}

/// Why no zone can be told.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoZone {
    #[error("neither time zone nor place is known")]
    NothingKnown,
    #[error("{0} keeps several time zones, and the city is unknown or not in the list")]
    SeveralZones(&'static str),
    #[error("the place is not in the list")]
    UnknownPlace,
}

/// The IANA zone: as given, else the city's, else the country's where it keeps only one.
///
/// # Errors
/// When it cannot be told; the caller says why instead of guessing.
pub fn time_zone(place: &Whereabouts<'_>) -> Result<String, NoZone> {
    if let Some(zone) = place.time_zone.and_then(|zone| keys::time_zone(zone).ok()) {
        return Ok(zone);
    }
    let country = place.country.and_then(keys::country_by_name);
    if let Some(zone) = country.and_then(keys::country_zone) {
        return Ok(zone.to_owned());
    }
    if let Some(zone) = place.city.and_then(|name| city_zone(name, country)) {
        return Ok(zone.to_owned());
    }
    match country {
        Some(code) => Err(NoZone::SeveralZones(keys::country_name(code).unwrap_or(code))),
        None if place.city.is_none() => Err(NoZone::NothingKnown),
        None => Err(NoZone::UnknownPlace),
    }
}

/// Countries of several zones, and the one most of their people live in.
const LARGEST: [(&str, &str); 13] = [
    ("AU", "Australia/Sydney"),
    ("BR", "America/Sao_Paulo"),
    ("CA", "America/Toronto"),
    ("CD", "Africa/Kinshasa"),
    ("CL", "America/Santiago"),
    ("EC", "America/Guayaquil"),
    ("ID", "Asia/Jakarta"),
    ("KZ", "Asia/Almaty"),
    ("MN", "Asia/Ulaanbaatar"),
    ("MX", "America/Mexico_City"),
    ("NZ", "Pacific/Auckland"),
    ("RU", "Europe/Moscow"),
    ("US", "America/New_York"),
];

/// The zone most people of a country live in: a guess for somebody of whom no more is known. Say that it is one.
#[must_use]
pub fn likely_zone(country: &str) -> Option<&'static str> {
    let code = keys::country_by_name(country)?;
    let largest = LARGEST.iter().find(|(of, _)| *of == code).map(|(_, zone)| *zone);
    keys::country_zone(code).or(largest)
}

/// "Austin" or "Austin, Texas": the city of the list, else the state.
fn city_zone(name: &str, country: Option<&str>) -> Option<&'static str> {
    let mut parts = name.split(',').map(str::trim);
    let (head, rest) = (parts.next()?, parts.next());
    let state = |text: &str| {
        let name = keys::words(text).join(" ");
        US_STATES
            .iter()
            .find(|(state, _)| *state == name || state.strip_suffix(" state") == Some(name.as_str()))
            .map(|(_, zone)| *zone)
    };
    let is_american = country.is_none_or(|code| code == "US");
    let by_state = rest.filter(|_| is_american).and_then(state);
    by_state
        .or_else(|| city(head, country).map(|city| city.zone))
        .or_else(|| state(head).filter(|_| country == Some("US")))
}
