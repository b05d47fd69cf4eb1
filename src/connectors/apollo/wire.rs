//! Apollo's JSON. `request_id` (a signed integer here, a text there) is not read.

use crate::connectors::loose::{Decimal, Flag, Maybe, Rows, Text, Whole};
use serde::{Deserialize, Serialize};
use serde_json::Value;

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Health {
    pub is_logged_in: Flag,
}

/// `people` must be there: without it the answer is something else.
#[derive(Deserialize)]
pub(super) struct SearchAnswer {
    #[serde(default)]
    pub total_entries: Whole,
    pub people: Rows<Person>,
}

#[derive(Serialize)]
pub(super) struct MatchQuestion {
    pub details: Vec<Detail>,
}

/// Whom to match: an id alone, or everything known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(super) struct Detail {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub linkedin_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub domain: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organization_name: Option<String>,
}

/// Some matches are null, and there may be fewer than asked, in another order.
#[derive(Deserialize)]
pub(super) struct MatchAnswer {
    #[serde(default)]
    pub credits_consumed: Decimal,
    pub matches: Rows<Person>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct OrganizationAnswer {
    pub organization: Maybe<Organization>,
}

/// A search row has only the first fields; a match has all.
#[derive(Clone, Debug, Deserialize, Default)]
#[serde(default)]
pub(super) struct Person {
    pub id: Text,
    pub first_name: Text,
    pub last_name: Text,
    pub name: Text,
    pub title: Text,
    pub seniority: Text,
    pub email: Text,
    pub email_status: Text,
    pub extrapolated_email_confidence: Decimal,
    pub linkedin_url: Text,
    pub twitter_url: Text,
    pub facebook_url: Text,
    pub city: Text,
    pub country: Text,
    pub departments: Rows<Text>,
    pub organization: Maybe<Organization>,
    pub contact: Maybe<Contact>,
}

#[derive(Clone, Debug, Deserialize, Default)]
#[serde(default)]
pub(super) struct Contact {
    pub phone_numbers: Rows<Phone>,
}

#[derive(Clone, Debug, Deserialize, Default)]
#[serde(default)]
pub(super) struct Phone {
    pub sanitized_number: Text,
    /// Any word that is not null: somebody asked not to be called.
    pub dnc_status: Value,
}

#[derive(Clone, Debug, Deserialize, Default)]
#[serde(default)]
pub(super) struct Organization {
    pub id: Text,
    pub name: Text,
    pub primary_domain: Text,
    pub website_url: Text,
    pub linkedin_url: Text,
    pub industry: Text,
    pub estimated_num_employees: Whole,
    pub annual_revenue: Whole,
    pub total_funding: Whole,
    pub founded_year: Whole,
    pub city: Text,
    pub country: Text,
    pub short_description: Text,
    pub technology_names: Rows<Text>,
}
