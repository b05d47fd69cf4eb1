//! Clearbit's JSON, bare or under Hunter's `data`.

use crate::connectors::loose::{Flag, Maybe, Rows, Text, Whole};
use serde::Deserialize;

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Combined {
    pub person: Maybe<Person>,
    pub company: Maybe<Company>,
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Person {
    pub id: Text,
    pub name: Maybe<Name>,
    pub email: Text,
    pub time_zone: Text,
    pub geo: Maybe<Geo>,
    pub employment: Maybe<Employment>,
    pub facebook: Maybe<Handle>,
    pub twitter: Maybe<Handle>,
    pub linkedin: Maybe<Handle>,
    pub phone: Text,
    /// Found by likeness, not by the address itself.
    pub fuzzy: Flag,
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Name {
    pub full_name: Text,
    pub given_name: Text,
    pub family_name: Text,
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Geo {
    pub city: Text,
    pub country: Text,
    pub country_code: Text,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Employment {
    pub domain: Text,
    pub name: Text,
    pub title: Text,
    pub role: Text,
    pub seniority: Text,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Handle {
    pub handle: Text,
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Company {
    pub id: Text,
    pub name: Text,
    pub domain: Text,
    pub category: Maybe<Category>,
    pub description: Text,
    pub founded_year: Whole,
    pub geo: Maybe<Geo>,
    pub linkedin: Maybe<Handle>,
    pub metrics: Maybe<Metrics>,
    pub tech: Rows<Text>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Category {
    pub industry: Text,
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Metrics {
    pub employees: Whole,
    pub employees_range: Text,
    pub raised: Whole,
    pub annual_revenue: Whole,
}
