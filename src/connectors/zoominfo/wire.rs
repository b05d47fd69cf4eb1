//! ZoomInfo's JSON. Person ids are texts, company ids numbers.

use crate::connectors::loose::{Decimal, Flag, Maybe, Rows, Text, Whole};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// `data` must be there.
#[derive(Deserialize)]
#[serde(bound(deserialize = "T: serde::de::DeserializeOwned"))]
pub(super) struct Document<T> {
    pub data: Rows<Row<T>>,
    #[serde(default)]
    pub meta: Maybe<Meta>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(bound(deserialize = "T: serde::de::DeserializeOwned"))]
pub(super) struct Row<T> {
    #[serde(default)]
    pub id: Text,
    #[serde(default, rename = "type")]
    pub kind: Text,
    #[serde(default = "Maybe::default")]
    pub attributes: Maybe<T>,
    #[serde(default)]
    pub meta: Maybe<RowMeta>,
}

#[derive(Clone, Debug, Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct RowMeta {
    pub input: Value,
    pub match_status: Text,
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Meta {
    pub total_results: Whole,
}

#[derive(Clone, Debug, Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Contact {
    pub first_name: Text,
    pub last_name: Text,
    pub email: Text,
    pub phone: Text,
    pub mobile_phone: Text,
    pub direct_phone_do_not_call: Flag,
    pub mobile_phone_do_not_call: Flag,
    pub job_title: Text,
    /// A text or a list of them.
    pub management_level: Value,
    pub contact_accuracy_score: Decimal,
    pub external_urls: Rows<Link>,
    pub city: Text,
    pub country: Text,
    pub company_name: Text,
    pub company_website: Text,
    pub company: Maybe<Company>,
}

#[derive(Clone, Debug, Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Company {
    pub id: Text,
    pub name: Text,
    pub website: Text,
    pub employee_count: Whole,
    pub founded_year: Whole,
    /// A text or a list of them.
    pub primary_industry: Value,
    pub city: Text,
    pub country: Text,
    pub description: Text,
    pub social_media_urls: Rows<Link>,
}

#[derive(Clone, Debug, Deserialize, Default)]
#[serde(default)]
pub(super) struct Link {
    pub url: Text,
}

/// Whom to match: exactly one way of naming somebody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub(super) enum PersonInput {
    #[serde(rename_all = "camelCase")]
    Id { person_id: String },
    #[serde(rename_all = "camelCase")]
    Email { email_address: String },
    Profile {
        #[serde(rename = "externalURL")]
        external_url: String,
    },
    #[serde(rename_all = "camelCase")]
    NameAtSite { full_name: String, company_website: String },
    #[serde(rename_all = "camelCase")]
    NameAtCompany { full_name: String, company_name: String },
}
