//! Size, industry, place.

use super::parts::Judged;
use super::person::UNKNOWN;
use super::subject::Subject;
use crate::crm::keys;
use crate::prospecting::lexicon::closeness;
use crate::prospecting::profile::{Band, Profile};

/// Headcount against the band asked for, else revenue against its band. Outside, the value falls with the factor by which the
/// nearer end is missed: 2 times too large or small is 50, 4 times 25.
pub(super) fn size(profile: &Profile, subject: &Subject) -> Judged {
    let people = judged(&profile.employees.value, subject.employees, "employees");
    let money = judged(&profile.revenue.value, subject.revenue, "US dollars of revenue");
    let missing = |what: &str| Some((UNKNOWN, format!("The company's {what} is unknown.")));
    match (people, money) {
        (Asked::Known(people, a), Asked::Known(money, b)) => {
            Some((people.midpoint(money), format!("{a}; {b}.")))
        }
        (Asked::Known(value, evidence), _) | (_, Asked::Known(value, evidence)) => {
            Some((value, format!("{evidence}.")))
        }
        (Asked::Unknown, _) => missing("size"),
        (_, Asked::Unknown) => missing("revenue"),
        (Asked::No, Asked::No) => None,
    }
}

enum Asked {
    No,
    Unknown,
    Known(u8, String),
}

fn judged(band: &Band, actual: Option<u64>, what: &str) -> Asked {
    if *band == Band::default() {
        return Asked::No;
    }
    let Some(actual) = actual else { return Asked::Unknown };
    let asked = match (band.min, band.max) {
        (Some(min), Some(max)) => format!("{min} to {max}"),
        (Some(min), None) => format!("{min} or more"),
        (None, Some(max)) => format!("at most {max}"),
        (None, None) => String::new(),
    };
    let nearest = if band.min.is_some_and(|min| actual < min) {
        (actual, band.min.unwrap_or(1))
    } else {
        (band.max.unwrap_or(1), actual)
    };
    let (small, large) = (u128::from(nearest.0), u128::from(nearest.1.max(1)));
    let value = if band.holds(actual) { 100 } else { u8::try_from(small * 100 / large).unwrap_or(0).min(90) };
    let verdict = if band.holds(actual) { "as asked for" } else { "asked for" };
    Asked::Known(value, format!("{actual} {what}, {verdict} ({asked})"))
}

/// See [`closeness`].
pub(super) fn industry(profile: &Profile, subject: &Subject) -> Judged {
    let wanted = &profile.industries.value;
    if wanted.is_empty() {
        return None;
    }
    let Some(actual) = &subject.industry else {
        return Some((UNKNOWN, "The company's industry is unknown.".to_owned()));
    };
    let (value, best) = wanted
        .iter()
        .map(|industry| (closeness(industry, actual), industry))
        .max_by_key(|(value, _)| *value)?;
    let relation = match value {
        80..=100 => "is",
        1..=79 => "is near to",
        _ => "is not",
    };
    Some((value, format!("\"{actual}\" {relation} \"{}\".", best.said)))
}

/// A city asked for 100; the country asked for 100, or 70 where a city in it was asked for; elsewhere 0.
pub(super) fn location(profile: &Profile, subject: &Subject) -> Judged {
    let (countries, cities) = (&profile.countries.value, &profile.cities.value);
    if countries.is_empty() && cities.is_empty() {
        return None;
    }
    let Some(place) = subject.place() else {
        return Some((UNKNOWN, "Where they are is unknown.".to_owned()));
    };
    let same = |a: &str, b: &str| keys::words(a) == keys::words(b);
    let in_city = subject.city.as_deref().is_some_and(|own| cities.iter().any(|city| same(city, own)));
    let in_country = subject.country.as_deref().is_some_and(|own| countries.iter().any(|code| code == own));
    let is_city_meant =
        |code: &str| cities.iter().any(|name| crate::prospecting::lexicon::city(name, Some(code)).is_some());
    let is_elsewhere = subject.country.is_some() && !countries.is_empty() && !in_country;
    let is_open_country = in_country && !subject.country.as_deref().is_some_and(is_city_meant);
    Some(if (in_city && !is_elsewhere) || is_open_country {
        (100, format!("In {place}, as asked for."))
    } else if in_country {
        (70, format!("In {place}; asked for: {}.", cities.join(", ")))
    } else if subject.country.is_none() {
        (UNKNOWN, format!("In {place}; the country is unknown."))
    } else {
        (0, format!("In {place}, which was not asked for."))
    })
}
