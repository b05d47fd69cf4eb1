//! The domain's own duty: starting a job that was put back to the start.

use super::{events::JobRetried, row::locked, state::Step, step::take};
use crate::kernel::queue::{BackgroundTask, Ended, Failure, Slice};
use entity::{
    ids::JobId,
    job::{ActiveModel, JobStatus},
};
use serde::{Deserialize, Serialize};

/// Starts a job that is still PENDING.
#[derive(Debug, Serialize, Deserialize)]
pub struct StartJob {
    job: JobId,
}

impl StartJob {
    pub fn after_retry(fact: JobRetried) -> Option<Self> {
        Some(Self { job: fact.job })
    }
}

impl BackgroundTask for StartJob {
    const KIND: &'static str = "jobs.start";
    const PRIORITY: i16 = 1;

    fn unique_key(&self) -> Option<String> {
        Some(self.job.to_string())
    }

    fn job(&self) -> Option<JobId> {
        Some(self.job)
    }

    async fn run(self, slice: Slice) -> Result<Ended, Failure> {
        let mut tx = slice.begin().await?;
        let job = locked(&tx, self.job).await?;
        if job.status == JobStatus::Pending {
            take(&mut tx, &job, Step::Start, ActiveModel::default()).await?;
        }
        slice.done(tx).await
    }
}
