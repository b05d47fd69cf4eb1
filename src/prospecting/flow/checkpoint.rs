//! Where a request stands, as its job's checkpoint keeps it. Written under the job's lock.

use crate::{
    jobs,
    kernel::{error::Result, tx::Tx},
};
use entity::{
    ids::{DataSourceId, JobId},
    job,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What comes next when the job goes on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(super) enum Phase {
    #[default]
    Read,
    Search,
    Enrich,
    Rank,
}

/// How a search stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Search {
    /// Troubles so far, by reason.
    pub troubles: BTreeMap<String, u32>,
    pub end: Option<End>,
    /// People it gave; counted with the source.
    pub people: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(super) enum End {
    Found,
    Failed,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Checkpoint {
    pub phase: Phase,
    pub searches: BTreeMap<DataSourceId, Search>,
}

impl Checkpoint {
    pub fn of(job: &job::Model) -> Self {
        jobs::checkpoint_of(job).unwrap_or_default()
    }

    pub async fn write(&self, tx: &Tx, job: JobId) -> Result<()> {
        jobs::checkpoint(tx, job, self).await
    }

    /// The sources that gave something, in order.
    pub fn found(&self) -> impl Iterator<Item = DataSourceId> {
        self.searches.iter().filter(|(_, search)| search.end == Some(End::Found)).map(|(id, _)| *id)
    }

    pub fn ended(&self) -> usize {
        self.searches.values().filter(|search| search.end.is_some()).count()
    }
}
