//! Filters, rules and a model's answer put together.

use super::clean::{LIST_MAX, lines, once};
use super::types::{Exclusions, Origin, Part, Profile};

/// `base` (filters and rules) with what the model read. A filter is never touched; where the model is silent, rules stand;
/// exclusions are united, so that a model cannot let in what the person ruled out.
#[must_use]
pub fn merge(base: Profile, model: Profile) -> Profile {
    Profile {
        roles: better(base.roles, model.roles),
        seniorities: better(base.seniorities, model.seniorities),
        departments: better(base.departments, model.departments),
        industries: better(base.industries, model.industries),
        countries: better(base.countries, model.countries),
        cities: better(base.cities, model.cities),
        employees: better(base.employees, model.employees),
        revenue: better(base.revenue, model.revenue),
        keywords: better(base.keywords, model.keywords),
        needs: better(base.needs, model.needs),
        channels: better(base.channels, model.channels),
        exclusions: united(base.exclusions, model.exclusions),
        budget: better(base.budget, model.budget),
    }
}

fn better<T>(base: Part<T>, model: Part<T>) -> Part<T> {
    if base.from == Origin::Filter || model.is_open() { base } else { model }
}

fn united(base: Part<Exclusions>, model: Part<Exclusions>) -> Part<Exclusions> {
    if base.is_open() || model.is_open() || base.from == Origin::Filter {
        return better(base, model);
    }
    let (own, more) = (base.value, model.value);
    let mut industries = own.industries;
    industries.extend(more.industries);
    industries.dedup();
    industries.truncate(LIST_MAX);
    let value = Exclusions {
        countries: once(own.countries.into_iter().chain(more.countries)),
        industries,
        terms: lines(own.terms.iter().chain(&more.terms)),
    };
    Part { value, from: Origin::Model }
}
