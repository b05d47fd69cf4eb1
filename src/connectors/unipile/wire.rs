//! Unipile's JSON, as far as LinkedIn reading goes.

use crate::connectors::loose::{Maybe, Rows, Text};
use serde::Deserialize;

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct AccountAnswer {
    #[serde(rename = "type")]
    pub kind: Text,
    pub sources: Rows<Connection>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Connection {
    pub status: Text,
}

/// `items` must be there.
#[derive(Deserialize)]
pub(super) struct Parameters {
    pub items: Rows<Parameter>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Parameter {
    pub id: Text,
    pub title: Text,
}

/// `items` must be there.
#[derive(Deserialize)]
pub(super) struct SearchAnswer {
    pub items: Rows<Hit>,
    #[serde(default)]
    pub cursor: Text,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Hit {
    #[serde(rename = "type")]
    pub kind: Text,
    /// As this account knows the person: another account sees another id.
    pub id: Text,
    pub public_identifier: Text,
    pub public_profile_url: Text,
    pub name: Text,
    pub first_name: Text,
    pub last_name: Text,
    pub headline: Text,
    pub location: Text,
    pub current_positions: Rows<Position>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Position {
    pub company: Text,
    #[serde(alias = "position")]
    pub role: Text,
    /// Null while the job lasts.
    pub end: Text,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Profile {
    pub provider_id: Text,
    pub public_identifier: Text,
    pub first_name: Text,
    pub last_name: Text,
    pub headline: Text,
    pub location: Text,
    pub work_experience: Rows<Position>,
    pub contact_info: Maybe<ContactInfo>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct ContactInfo {
    pub emails: Rows<Text>,
    pub phones: Rows<Text>,
}
