//! Hunter's JSON: everything under `data`.

use crate::connectors::loose::{Decimal, Flag, Maybe, Text, Whole};
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
