//! Hunter's JSON: everything under `data`.

use crate::connectors::loose::{Decimal, Flag, Maybe, Rows, Text, Whole};
use serde::Deserialize;

/// `data` must be there, if only as null.
#[derive(Deserialize)]
pub(super) struct Envelope<T> {
    #[serde(bound(deserialize = "T: serde::de::DeserializeOwned"))]
    pub data: Maybe<T>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Found {
    pub first_name: Text,
    pub last_name: Text,
    pub email: Text,
    /// 0 to 100.
    pub score: Decimal,
    pub domain: Text,
    pub accept_all: Flag,
    pub position: Text,
    pub twitter: Text,
    pub linkedin_url: Text,
    pub phone_number: Text,
    pub company: Text,
    pub verification: Maybe<Verification>,
}

/// What a domain search gives; `data` must be there, if only as null.
#[derive(Deserialize)]
pub(super) struct Searched {
    pub data: Maybe<Site>,
    #[serde(default)]
    pub meta: Maybe<Meta>,
}

/// A company, and one page of who is known there.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Site {
    pub domain: Text,
    pub organization: Text,
    pub accept_all: Flag,
    /// Odd rows are kept as none: they were paid for too.
    pub emails: Rows<Maybe<Listed>>,
}

/// Somebody known there.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Listed {
    /// The address.
    pub value: Text,
    /// 0 to 100.
    pub confidence: Decimal,
    pub first_name: Text,
    pub last_name: Text,
    pub position: Text,
    pub department: Text,
    pub linkedin: Text,
    pub twitter: Text,
    pub phone_number: Text,
    pub verification: Maybe<Verification>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Meta {
    /// On all pages together.
    pub results: Whole,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Verification {
    pub status: Text,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Verified {
    pub status: Text,
    /// Older answers say only this: deliverable, undeliverable, risky.
    pub result: Text,
    pub score: Decimal,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Account {
    pub plan_name: Text,
    pub requests: Maybe<Requests>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Requests {
    pub searches: Maybe<Quota>,
    pub verifications: Maybe<Quota>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Quota {
    pub used: Whole,
    pub available: Whole,
}
