//! A description read by rules: no model, the same text always gives the same profile.
//!
//! The text is cut into tokens; each token gets a zone (about the people looked for, about what is sold to them, about their
//! needs, about whom to leave out); then each reader takes from the zones that concern it.

mod amounts;
mod extras;
mod industries;
mod numbers;
mod phrases;
mod places;
mod role_words;
mod roles;
mod sizes;
mod tokens;
mod zones;

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;

use super::clean::{lines, once};
use super::combine::merge;
use super::filters::Filters;
use super::types::{Content, Exclusions, Origin, Part, Profile, part};
use crate::prospecting::lexicon::{city, departments, seniority};
use zones::Zone;

/// The most characters of a description that are read; a lead request holds at most 8,000.
const TEXT_MAX: usize = 10_000;

/// The profile a description and its filters make. Filters win; what neither says stays open.
#[must_use]
pub fn parse_by_rules(description: &str, filters: &Filters) -> Profile {
    let text: String = description.chars().take(TEXT_MAX).collect();
    let tokens = tokens::tokens(&text);
    let zones = zones::zones(&tokens);
    let target = |at: usize| zones.get(at) == Some(&Zone::Target);
    let excluded = |at: usize| zones.get(at) == Some(&Zone::Excluded);
    let roles = roles::read(&tokens, &target);
    let wanted = places::read(&tokens, &|at| !excluded(at));
    let unwanted = places::read(&tokens, &excluded);
    let amounts = amounts::read(&tokens);
    let (industries, terms) = extras::excluded(&tokens, &zones);
    let exclusions = Exclusions { countries: unwanted.countries, industries, terms };
    let by_rules = Profile {
        roles: by_rules(lines(roles.titles)),
        seniorities: by_rules(once(roles.seniorities)),
        departments: by_rules(once(roles.departments)),
        industries: by_rules(industries::read(&tokens, &target)),
        countries: by_rules(once(wanted.countries)),
        cities: by_rules(once(wanted.cities)),
        employees: by_rules(amounts.employees),
        revenue: by_rules(amounts.revenue),
        keywords: by_rules(lines(extras::keywords(&text, &tokens))),
        needs: by_rules(lines(extras::needs(&tokens, &zones))),
        channels: by_rules(once(extras::channels(&tokens))),
        exclusions: by_rules(exclusions),
        budget: by_rules(amounts.budget),
    };
    with_implied(merge(filters.profile(), by_rules))
}

fn by_rules<T: Content>(value: T) -> Part<T> {
    part(value, Origin::Rules)
}

/// What filters imply: the rank and department of roles given as filter are not taken from the text.
fn with_implied(mut profile: Profile) -> Profile {
    if profile.roles.from == Origin::Filter {
        let titles = &profile.roles.value;
        if profile.seniorities.from != Origin::Filter {
            let ranks = titles.iter().filter_map(|t| seniority(t));
            profile.seniorities = part(once(ranks), Origin::Filter);
        }
        if profile.departments.from != Origin::Filter {
            let names = titles.iter().flat_map(|t| departments(t));
            profile.departments = part(once(names.map(str::to_owned)), Origin::Filter);
        }
    }
    let is_elsewhere = |name: &String| {
        let countries = &profile.countries.value;
        !countries.is_empty() && !countries.iter().any(|code| city(name, Some(code)).is_some())
    };
    if profile.countries.from == Origin::Filter && profile.cities.from != Origin::Filter {
        let cities = profile.cities.value.iter().filter(|name| !is_elsewhere(name)).cloned().collect();
        profile.cities = part(cities, profile.cities.from);
    }
    let ruled_out = profile.exclusions.value.countries.clone();
    if profile.countries.from != Origin::Filter {
        let kept = profile.countries.value.iter().filter(|code| !ruled_out.contains(code)).cloned();
        profile.countries = part(kept.collect(), profile.countries.from);
    }
    profile
}
