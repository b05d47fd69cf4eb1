//! The file itself, and what is derived from it.

use crate::{
    base::clock::Timestamp,
    connectors::{
        facts::{Fact, PersonField},
        ports::EmailStatus,
    },
    crm::keys,
    prospecting::{
        merge::{self, FlagKind, Merged, Sourced},
        waterfall::{Attempt, Field, Known},
    },
};
use entity::ids::ProviderCallId;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One person's file; kept as JSON with the prospect.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Dossier {
    /// What each source said; `source` is the data source's id, or [`OWN`].
    pub records: Vec<Sourced>,
    /// Source to provider: `APOLLO`.
    pub providers: BTreeMap<String, String>,
    pub attempts: Vec<Attempt>,
    pub checks: Vec<Check>,
    pub calls: Vec<Asked>,
    pub flags: Vec<FlagKind>,
    /// How often a provider asked us to come back later.
    pub waits: u32,
    /// Nothing more is asked.
    pub is_done: bool,
    /// Saved as a lead: its provenance moved there.
    pub is_saved: bool,
    /// Why no service is suggested.
    pub no_service: Option<String>,
    /// Why the time to write is a guess, or why there is none.
    pub contact_time_note: Option<String>,
}

/// The source of what we knew before anybody was asked.
pub const OWN: &str = "own";

/// What a check of an address gave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// In its one spelling.
    pub address: String,
    pub status: EmailStatus,
    /// 0 to 100.
    pub confidence: u8,
    pub source: String,
    pub at: Timestamp,
}

/// An answer that is on record: which call, and what it cost.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Asked {
    pub source: String,
    pub at: Timestamp,
    pub call: Option<ProviderCallId>,
    pub cost_micros: i64,
    /// What it was asked for.
    pub fields: Vec<Field>,
}

impl Dossier {
    /// The person as the records make them, without addresses that proved wrong.
    #[must_use]
    pub fn merged(&self) -> Merged {
        merge::of_one(&self.sound()).unwrap_or_default()
    }

    /// What the waterfall stands on.
    #[must_use]
    pub fn known(&self) -> Known {
        Known::from(&self.merged())
    }

    /// The newest check of an address.
    #[must_use]
    pub fn check(&self, address: &str) -> Option<&Check> {
        self.checks.iter().rev().find(|check| check.address == address)
    }

    /// The records as checks leave them.
    fn sound(&self) -> Vec<Sourced> {
        let mut records = self.records.clone();
        for record in &mut records {
            record.person.facts.retain_mut(|fact| fact.field != PersonField::Email || self.stands(fact));
        }
        records
    }

    /// Applies the check of this address, if there was one; `false`: it is wrong.
    pub(super) fn stands(&self, fact: &mut Fact<PersonField>) -> bool {
        let address = keys::email(&fact.value).unwrap_or_default();
        let Some(check) = self.check(&address) else { return true };
        match check.status {
            EmailStatus::Valid => {
                fact.is_validated = true;
                fact.confidence = fact.confidence.max(check.confidence);
                true
            }
            EmailStatus::Invalid | EmailStatus::Disposable => false,
            EmailStatus::CatchAll | EmailStatus::Unknown => true,
        }
    }
}
