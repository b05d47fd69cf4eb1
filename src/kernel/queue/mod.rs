//! Background tasks: booked in the caller's transaction, run in slices, each slice ending in one transaction.
//!
//! `background_task` is the ledger and the truth; River tickets are disposable and carry one slice each.

pub(in crate::kernel) mod admit;
pub(in crate::kernel) mod book;
mod crew;
pub mod depth;
pub mod manual;
pub mod of_job;
mod polls;
pub(in crate::kernel) mod prompt;
mod river;
mod slice;
mod steady;
mod sweep;
pub mod worker;

pub use river::{Driver, River};
pub use slice::{Ended, Slice};

use super::{app::App, error::Error, error::Result, scope::Scope, tx::Tx};
use entity::ids::AgencyId;
use serde::{Serialize, de::DeserializeOwned};
use std::{future::Future, time::Duration};

/// One kind of duty. A plain struct; what it needs travels in its fields.
pub trait BackgroundTask: Serialize + DeserializeOwned + Send + Sync + 'static {
    /// Its name on the ledger: `prospecting.search_source`. A contract: old rows carry it.
    const KIND: &'static str;
    /// Tasks of one agency and lane share [`BackgroundTask::LANE_CAPACITY`] places.
    const LANE: &'static str = "default";
    const LANE_CAPACITY: i32 = 4;
    const MAX_ATTEMPTS: i32 = 8;
    /// 1 (first) to 4.
    const PRIORITY: i16 = 2;

    /// While a task with this key is not finished, booking it again does nothing.
    fn unique_key(&self) -> Option<String> {
        None
    }

    /// The Job this belongs to, so that cancelling it finds its tasks.
    fn job(&self) -> Option<entity::ids::JobId> {
        None
    }

    /// Does one slice: at most one provider call or two seconds; ends through [`Slice::done`] or [`Slice::again`].
    fn run(self, slice: Slice) -> impl Future<Output = Result<Ended, Failure>> + Send;

    /// It will not be tried again: the owner says so in its own rows, in the transaction that marks it dead.
    fn give_up(self, _tx: &mut Tx, _why: &Error) -> impl Future<Output = Result<()>> + Send {
        std::future::ready(Ok(()))
    }
}

/// Books duties for an agency from outside of requests and tasks: for [`super::wiring::Wiring::sweeps`].
pub async fn book_for<T: BackgroundTask>(app: &App, agency: AgencyId, tasks: &[T]) -> Result<()> {
    let mut tx = Tx::begin(app, &Scope::system(agency)).await?;
    for task in tasks {
        tx.enqueue(task)?;
    }
    tx.commit().await
}

/// Why a slice did not end well.
#[derive(Clone, Debug)]
pub enum Failure {
    /// Worth another attempt, not before `after` when given.
    Retry { error: Error, after: Option<Duration> },
    /// Trying again cannot help.
    Fatal(Error),
    /// Come back later; costs no attempt (a limit, a pause, a busy account).
    Later(Duration),
    /// Somebody else owns the task by now: undo everything, say nothing.
    Fenced,
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match error {
            Error::Internal(_) | Error::TooSlow => Self::Retry { error, after: None },
            Error::LimitReached { retry_after: after, .. }
            | Error::Unavailable { retry_after: after, .. } => Self::Retry { error, after },
            _ => Self::Fatal(error),
        }
    }
}

impl From<sea_orm::DbErr> for Failure {
    fn from(cause: sea_orm::DbErr) -> Self {
        Error::from(cause).into()
    }
}
