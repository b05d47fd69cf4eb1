//! What a job of this kind is about; kept as its config.

use super::fields::{EnrichField, wants};
use crate::{
    connections::ActiveSource,
    kernel::error::{Error, Result},
    prospecting::{
        enrich::offers,
        waterfall::{Capability, Plan},
    },
};
use entity::{
    ids::{CompanyId, LeadId},
    job,
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// People or companies in one job.
pub const MAX_SUBJECTS: usize = 100;

/// Whom it is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind", content = "id")]
pub(super) enum Subject {
    Lead(LeadId),
    Company(CompanyId),
    /// An address of nobody we know; what it is lies in the dossier of this key.
    Address(String),
}

impl Subject {
    /// Tells subjects of one job apart.
    pub fn key(&self) -> String {
        match self {
            Self::Lead(id) => format!("lead:{id}"),
            Self::Company(id) => format!("company:{id}"),
            Self::Address(key) => format!("address:{key}"),
        }
    }
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Order {
    pub subjects: Vec<Subject>,
    pub fields: Vec<EnrichField>,
    /// Only check addresses that are known.
    pub is_check: bool,
}

/// Whose turn is over; the job's checkpoint.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Finished {
    pub subjects: BTreeSet<String>,
}

impl Order {
    pub fn of(job: &job::Model) -> Result<Self> {
        serde_json::from_value(job.config.clone()).map_err(|_| Error::bug("a job's order cannot be read"))
    }

    pub fn plan(&self, sources: &[ActiveSource]) -> Plan {
        let mut offers = offers(sources);
        if self.is_check {
            offers.retain(|offer| offer.capability == Capability::VerifyEmail);
        }
        Plan { wants: wants(&self.fields), offers, order: BTreeMap::new() }
    }
}
