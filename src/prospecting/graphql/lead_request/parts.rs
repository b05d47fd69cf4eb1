//! What a request's answers are made of.

use crate::{
    graphql::scalars::Micros,
    prospecting::profile::{Band, Channel, Origin, Profile},
};
use async_graphql::{Enum, SimpleObject};
use entity::{
    contact,
    json::{self, LeadRequestFilters},
};

/// A source that failed the request, and how.
#[derive(Clone, Debug, SimpleObject)]
pub struct Degradation {
    /// The data source's name.
    source: String,
    /// What went wrong: `rate_limited`, `own_limit`, `unreachable`, `unauthorized`, `malformed`, `out_of_credits` and so on.
    reason: String,
    /// How often.
    count: u32,
    /// It worked in the end; otherwise the request went on without it.
    recovered: bool,
}

impl From<&json::Degradation> for Degradation {
    fn from(row: &json::Degradation) -> Self {
        let json::Degradation { source, reason, count, recovered } = row.clone();
        Self { source, reason, count, recovered }
    }
}

/// What must hold for the people of a request; what is absent or empty was not set.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(name = "LeadRequestFilters")]
pub struct FiltersShown {
    /// Smallest yearly revenue of the company, in millionths of US dollars.
    revenue_min_micros: Option<Micros>,
    /// Largest yearly revenue of the company, in millionths of US dollars.
    revenue_max_micros: Option<Micros>,
    /// Fewest employees of the company.
    employees_min: Option<i32>,
    /// Most employees of the company.
    employees_max: Option<i32>,
    /// Countries, ISO 3166-1 alpha-2.
    countries: Vec<String>,
    /// Cities.
    cities: Vec<String>,
    /// Job titles.
    roles: Vec<String>,
    /// Ways to reach them.
    preferred_channels: Vec<contact::Channel>,
    /// What they need.
    needs: Vec<String>,
    /// What they can spend, in millionths of US dollars.
    budget_micros: Option<Micros>,
}

impl From<LeadRequestFilters> for FiltersShown {
    fn from(f: LeadRequestFilters) -> Self {
        Self {
            revenue_min_micros: f.revenue_min_micros.map(Micros),
            revenue_max_micros: f.revenue_max_micros.map(Micros),
            employees_min: f.employees_min,
            employees_max: f.employees_max,
            countries: f.countries,
            cities: f.cities,
            roles: f.roles,
            preferred_channels: f.preferred_channels,
            needs: f.needs,
            budget_micros: f.budget_micros.map(Micros),
        }
    }
}

/// Who said a part of a profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum ProfileOrigin {
    /// Nobody: anything will do.
    Open,
    /// A filter.
    Filter,
    /// Rules, out of the description.
    Rules,
    /// A language model, out of the description.
    Model,
}

impl From<Origin> for ProfileOrigin {
    fn from(origin: Origin) -> Self {
        match origin {
            Origin::Open => Self::Open,
            Origin::Filter => Self::Filter,
            Origin::Rules => Self::Rules,
            Origin::Model => Self::Model,
        }
    }
}

/// Words of a profile, and who said them.
#[derive(Clone, Debug, SimpleObject)]
pub struct ProfileWords {
    /// The words; none: anything will do.
    values: Vec<String>,
    /// Who said so.
    from: ProfileOrigin,
}

/// A range of a profile, and who said it.
#[derive(Clone, Debug, SimpleObject)]
pub struct ProfileRange {
    /// At least this; null: open.
    min: Option<u64>,
    /// At most this; null: open.
    max: Option<u64>,
    /// Who said so.
    from: ProfileOrigin,
}

/// The ideal client as it was understood.
#[derive(Clone, Debug, SimpleObject)]
pub struct IdealClient {
    /// Job titles.
    roles: ProfileWords,
    /// Departments.
    departments: ProfileWords,
    /// Industries of the companies.
    industries: ProfileWords,
    /// Countries, ISO 3166-1 alpha-2.
    countries: ProfileWords,
    /// Cities.
    cities: ProfileWords,
    /// Employees of the companies.
    employees: ProfileRange,
    /// Yearly revenue of the companies, in whole US dollars.
    revenue: ProfileRange,
    /// Terms the companies must be known for.
    keywords: ProfileWords,
    /// What they need.
    needs: ProfileWords,
    /// Ways to reach them.
    channels: ProfileWords,
    /// What they can spend, in whole US dollars.
    budget: ProfileRange,
    /// Whom to leave out: countries, industries, terms.
    excluded: ProfileWords,
}

impl From<Profile> for IdealClient {
    fn from(p: Profile) -> Self {
        let words = |values: Vec<String>, from: Origin| ProfileWords { values, from: from.into() };
        let range =
            |band: Band, from: Origin| ProfileRange { min: band.min, max: band.max, from: from.into() };
        let out = p.exclusions.value;
        let lines = out.industries.into_iter().map(|industry| industry.said);
        let excluded = out.countries.into_iter().chain(lines).chain(out.terms).collect();
        Self {
            roles: words(p.roles.value, p.roles.from),
            departments: words(p.departments.value, p.departments.from),
            industries: words(
                p.industries.value.into_iter().map(|industry| industry.said).collect(),
                p.industries.from,
            ),
            countries: words(p.countries.value, p.countries.from),
            cities: words(p.cities.value, p.cities.from),
            employees: range(p.employees.value, p.employees.from),
            revenue: range(p.revenue.value, p.revenue.from),
            keywords: words(p.keywords.value, p.keywords.from),
            needs: words(p.needs.value, p.needs.from),
            channels: words(
                p.channels.value.into_iter().map(|channel: Channel| channel.name().to_owned()).collect(),
                p.channels.from,
            ),
            budget: range(p.budget.value, p.budget.from),
            excluded: words(excluded, p.exclusions.from),
        }
    }
}
