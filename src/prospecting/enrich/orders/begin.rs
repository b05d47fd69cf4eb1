//! The first task of an order, and of one that is tried again or whose end came while it was paused: books a task for everybody
//! whose turn is not over.

use super::{
    order::{Finished, Order},
    work::{EnrichSubject, LANE, LANE_CAPACITY},
};
use crate::{
    jobs::{self, Standing, Turn, events::JobStarted},
    kernel::{
        error::{Error, Result},
        queue::{BackgroundTask, Ended, Failure, Slice},
        tx::Tx,
    },
};
use entity::{
    ids::JobId,
    job::{self, JobKind},
};
use serde::{Deserialize, Serialize};

/// Begins the work on an order.
#[derive(Debug, Serialize, Deserialize)]
pub struct BeginOrder {
    pub(super) job: JobId,
}

impl BeginOrder {
    pub fn after_start(fact: JobStarted) -> Option<Self> {
        matches!(fact.kind, JobKind::Enrich | JobKind::Verify).then_some(Self { job: fact.job })
    }
}

impl BackgroundTask for BeginOrder {
    const KIND: &'static str = "prospecting.begin_order";
    const LANE: &'static str = LANE;
    const LANE_CAPACITY: i32 = LANE_CAPACITY;
    const PRIORITY: i16 = 1;

    fn unique_key(&self) -> Option<String> {
        Some(self.job.to_string())
    }

    fn job(&self) -> Option<JobId> {
        Some(self.job)
    }

    async fn run(self, slice: Slice) -> Result<Ended, Failure> {
        let Turn::Go(job) = jobs::enter(&slice, self.job).await? else {
            return jobs::step_aside(&slice, slice.begin().await?, self.job).await;
        };
        let order = Order::of(&job)?;
        let finished: Finished = jobs::checkpoint_of(&job).unwrap_or_default();
        let mut tx = slice.begin().await?;
        let open = order.subjects.into_iter().filter(|who| !finished.subjects.contains(&who.key()));
        let mut is_over = true;
        for subject in open {
            is_over = false;
            tx.enqueue(&EnrichSubject::new(self.job, subject))?;
        }
        if is_over && jobs::complete(&mut tx, self.job, Some(in_words(&job))).await? != Standing::Running {
            return jobs::step_aside(&slice, tx, self.job).await;
        }
        slice.done(tx).await
    }

    async fn give_up(self, tx: &mut Tx, why: &Error) -> Result<()> {
        jobs::fail(tx, self.job, &format!("The order could not be begun: {why}")).await
    }
}

/// How far it came.
pub(super) fn in_words(job: &job::Model) -> String {
    format!("{} of {} done", job.processed, job.total.unwrap_or(job.processed))
}
