//! River carries tickets: one slice of one task each. One kind, so that no binary ever meets a kind it does not know.

use crate::kernel::{
    db::{Db, Pools},
    error::Result,
};
use entity::{
    background_task,
    ids::{AgencyId, BackgroundTaskId},
};
use riverqueue::{Client, ClientBuilder, InsertOpts, JobArgs};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// River's queue for all our tickets; fairness is made by admission, not by queues.
pub(super) const QUEUE: &str = "leadwire";

/// What runs due tasks.
#[derive(Clone)]
pub enum Driver {
    River(River),
    /// Tests run what is due by their own clock: [`super::manual`].
    Manual(Arc<super::manual::Counter>),
}

impl Driver {
    pub(in crate::kernel) fn river(&self) -> Option<&River> {
        match self {
            Self::River(river) => Some(river),
            Self::Manual(_) => None,
        }
    }
}

/// The engine's one client of this process: each has 6 MiB set aside for events that nobody here reads. Made when it is first
/// needed; where workers run, theirs inserts tickets, too.
#[derive(Clone)]
pub struct River(Arc<Held>);

struct Held {
    db: Db,
    client: Mutex<Option<Client>>,
}

impl River {
    /// On this database.
    #[must_use]
    pub fn on(db: &Db) -> Self {
        Self(Arc::new(Held { db: db.clone(), client: Mutex::default() }))
    }

    /// What inserts and completes tickets.
    pub(in crate::kernel) fn client(&self) -> Result<Client> {
        let mut held = self.held();
        if let Some(client) = &*held {
            return Ok(client.clone());
        }
        let client = builder(&self.0.db).build()?;
        *held = Some(client.clone());
        Ok(client)
    }

    /// From now on it is this one, which also runs them.
    pub(super) fn works_by(&self, client: &Client) {
        *self.held() = Some(client.clone());
    }

    fn held(&self) -> MutexGuard<'_, Option<Client>> {
        self.0.client.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

pub(super) fn builder(db: &Db) -> ClientBuilder {
    match db.pools() {
        Pools::Postgres(pool) => Client::builder(pool.clone()),
        Pools::Sqlite { queue, .. } => Client::builder(queue.clone()),
    }
}

/// The right to run one slice of one task. Carries what the slice needs, so that starting it reads nothing.
#[derive(Clone, Debug, Deserialize, Serialize, JobArgs)]
#[river(kind = "leadwire.slice")]
pub struct Ticket {
    pub agency: AgencyId,
    pub task: BackgroundTaskId,
    pub kind: String,
    pub lane: String,
    /// Attempts that failed before this one.
    pub attempt: i32,
    pub max_attempts: i32,
    pub payload: Value,
}

impl Ticket {
    pub fn of(task: &background_task::Model) -> Self {
        Self {
            agency: task.agency_id,
            task: task.id,
            kind: task.kind.clone(),
            lane: task.lane.clone(),
            attempt: task.attempt,
            max_attempts: task.max_attempts,
            payload: task.payload.clone(),
        }
    }

    pub fn options(task: &background_task::Model) -> InsertOpts {
        InsertOpts::default()
            .with_queue(QUEUE)
            .with_priority(i16::try_from(task.priority.clamp(1, 4)).unwrap_or(4))
            .with_max_attempts(25)
    }
}
