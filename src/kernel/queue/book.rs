//! Booking: one ledger row per duty, written in the caller's transaction.

use super::BackgroundTask;
use crate::kernel::{error::Result, work::Work};
use chrono::{DateTime, Utc};
use entity::{
    background_task::{self, TaskStatus},
    ids::{AgencyId, BackgroundTaskId, JobId},
};
use sea_orm::{EntityTrait, Set, sea_query::OnConflict};
use serde_json::Value;

/// Rows of one statement; SQLite binds 32,766 values in one, a row has 15.
const AT_ONCE: usize = 500;

/// A duty that waits for its transaction to commit.
pub struct NewTask {
    pub kind: &'static str,
    pub lane: &'static str,
    pub payload: Value,
    pub priority: i16,
    pub max_attempts: i32,
    pub unique_key: Option<String>,
    pub job: Option<JobId>,
    /// `None`: at once.
    pub run_at: Option<DateTime<Utc>>,
}

impl NewTask {
    pub fn of<T: BackgroundTask>(task: &T) -> Result<Self> {
        Ok(Self {
            kind: T::KIND,
            lane: T::LANE,
            payload: serde_json::to_value(task)?,
            priority: T::PRIORITY,
            max_attempts: T::MAX_ATTEMPTS,
            unique_key: task.unique_key(),
            job: task.job(),
            run_at: None,
        })
    }

    /// Writes the ledger row, unless a live one holds the same unique key.
    pub async fn insert(self, work: &Work, agency: AgencyId, now: DateTime<Utc>) -> Result<()> {
        let keyed = self.unique_key.is_some();
        let mut insert = background_task::Entity::insert(self.row(agency, now));
        if keyed {
            insert = insert.on_conflict(OnConflict::new().do_nothing().to_owned());
        }
        insert.exec_without_returning(work).await?;
        Ok(())
    }

    /// The same for many, in few statements.
    pub async fn insert_all(all: Vec<Self>, work: &Work, agency: AgencyId, now: DateTime<Utc>) -> Result<()> {
        let mut rows = all.into_iter().map(|task| task.row(agency, now)).peekable();
        while rows.peek().is_some() {
            let some = background_task::Entity::insert_many(rows.by_ref().take(AT_ONCE));
            let some = some.on_conflict(OnConflict::new().do_nothing().to_owned());
            some.exec_without_returning(work).await?;
        }
        Ok(())
    }

    fn row(self, agency: AgencyId, now: DateTime<Utc>) -> background_task::ActiveModel {
        background_task::ActiveModel {
            id: Set(BackgroundTaskId::new()),
            agency_id: Set(agency),
            job_id: Set(self.job),
            lane: Set(self.lane.into()),
            kind: Set(self.kind.into()),
            payload: Set(self.payload),
            status: Set(TaskStatus::Queued),
            priority: Set(self.priority.into()),
            run_at: Set(self.run_at.unwrap_or(now)),
            attempt: Set(0),
            max_attempts: Set(self.max_attempts),
            epoch: Set(0),
            unique_key: Set(self.unique_key),
            created_at: Set(now),
            updated_at: Set(now),
            ..Default::default()
        }
    }
}
