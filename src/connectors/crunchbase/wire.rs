//! Crunchbase's JSON. Properties that are null or not licensed are left out there.

use crate::connectors::loose::{Maybe, Rows, Text, Whole};
use serde::{Deserialize, Serialize};

#[derive(Deserialize)]
pub(super) struct Completions {
    pub entities: Rows<Completion>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Completion {
    pub identifier: Maybe<Identifier>,
}

#[derive(Clone, Debug, Deserialize, Default)]
#[serde(default)]
pub(super) struct Identifier {
    pub uuid: Text,
    pub permalink: Text,
    pub value: Text,
    pub location_type: Text,
}

#[derive(Serialize)]
pub(super) struct Search {
    pub field_ids: Vec<&'static str>,
    pub query: Vec<Predicate>,
    pub limit: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after_id: Option<String>,
}

#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct Predicate {
    #[serde(rename = "type")]
    pub kind: &'static str,
    pub field_id: &'static str,
    pub operator_id: &'static str,
    pub values: Vec<String>,
}

impl Predicate {
    pub fn new(field_id: &'static str, operator_id: &'static str, values: Vec<String>) -> Self {
        Self { kind: "predicate", field_id, operator_id, values }
    }
}

/// `entities` must be there.
#[derive(Deserialize)]
pub(super) struct SearchAnswer {
    pub entities: Rows<Entity>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Entity {
    pub uuid: Text,
    pub properties: Maybe<Properties>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Properties {
    pub identifier: Maybe<Identifier>,
    pub short_description: Text,
    /// A text; `website` would be an object.
    pub website_url: Text,
    pub linkedin: Maybe<Link>,
    pub num_employees_enum: Text,
    pub location_identifiers: Rows<Identifier>,
    pub founded_on: Maybe<Link>,
    pub categories: Rows<Identifier>,
    pub operating_status: Text,
    pub funding_total: Maybe<Money>,
}

/// A link, or a date with its precision.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Link {
    pub value: Text,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Money {
    pub value_usd: Whole,
}
