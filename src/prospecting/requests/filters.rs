//! A person's filters: checked at the door, then as the profile reads them.

use crate::{
    connectors::facts::Seniority,
    crm::keys,
    kernel::check::{self, Problems},
    prospecting::profile::{Band, Channel, Filters},
};
use entity::{contact, json::LeadRequestFilters};

/// Entries of a list, and characters of an entry.
const ENTRIES: usize = 25;
const CHARS: usize = 80;
const MICROS: i64 = 1_000_000;

/// The filters in their one spelling; what is wrong is named below `filters`.
pub(super) fn checked(filters: LeadRequestFilters, problems: &mut Problems) -> LeadRequestFilters {
    let mut list = |name: &str, entries: &[String]| {
        let path = format!("filters.{name}");
        if entries.len() > ENTRIES {
            problems.add(&path, format!("at most {ENTRIES} entries"));
        }
        let each = entries.iter().take(ENTRIES).enumerate();
        each.filter_map(|(at, text)| problems.keep(&format!("{path}.{at}"), check::line(text, CHARS)))
            .collect()
    };
    let (cities, roles, needs) =
        (list("cities", &filters.cities), list("roles", &filters.roles), list("needs", &filters.needs));
    let countries: Vec<String> = list("countries", &filters.countries);
    let countries = countries
        .iter()
        .enumerate()
        .filter_map(|(at, code)| problems.keep(&format!("filters.countries.{at}"), keys::country(code)));
    let countries = countries.collect();
    band(
        problems,
        ("revenueMinMicros", "revenueMaxMicros"),
        (filters.revenue_min_micros, filters.revenue_max_micros),
    );
    let employees = (filters.employees_min.map(i64::from), filters.employees_max.map(i64::from));
    band(problems, ("employeesMin", "employeesMax"), employees);
    band(problems, ("budgetMicros", "budgetMicros"), (filters.budget_micros, None));
    LeadRequestFilters { countries, cities, roles, needs, ..filters }
}

fn band(problems: &mut Problems, names: (&str, &str), (min, max): (Option<i64>, Option<i64>)) {
    for (name, value) in [(names.0, min), (names.1, max)] {
        if value.is_some_and(|value| value < 0) {
            problems.add(format!("filters.{name}"), "zero or more");
        }
    }
    if min.zip(max).is_some_and(|(min, max)| min > max) {
        problems.add(format!("filters.{}", names.1), format!("not less than {}", names.0));
    }
}

/// As the profile reads them.
#[must_use]
pub fn filters(stored: &LeadRequestFilters) -> Filters {
    let dollars = |micros: Option<i64>| micros.and_then(|micros| u64::try_from(micros / MICROS).ok());
    let count = |number: Option<i32>| number.and_then(|number| u64::try_from(number).ok());
    Filters {
        roles: stored.roles.clone(),
        seniorities: Vec::<Seniority>::new(),
        countries: stored.countries.clone(),
        cities: stored.cities.clone(),
        employees: Band { min: count(stored.employees_min), max: count(stored.employees_max) },
        revenue: Band { min: dollars(stored.revenue_min_micros), max: dollars(stored.revenue_max_micros) },
        needs: stored.needs.clone(),
        channels: stored.preferred_channels.iter().copied().map(channel).collect(),
        budget: Band { min: None, max: dollars(stored.budget_micros) },
        ..Filters::default()
    }
}

fn channel(channel: contact::Channel) -> Channel {
    match channel {
        contact::Channel::Email => Channel::Email,
        contact::Channel::Linkedin => Channel::Linkedin,
        contact::Channel::Whatsapp => Channel::Whatsapp,
        contact::Channel::Instagram => Channel::Instagram,
        contact::Channel::Facebook => Channel::Facebook,
        contact::Channel::X => Channel::X,
    }
}
