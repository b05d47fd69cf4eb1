//! A job of many items, one slice each: to be stopped at any of them.

use crate::soak::desk::duty::{Done, now};
use entity::{ids::JobId, job::JobKind};
use leadwire::{
    jobs::{self, Progress, Standing, Turn, events::JobStarted},
    kernel::{
        error::{Error, Result},
        queue::{BackgroundTask, Ended, Failure, Slice},
        tx::Tx,
        wiring::Wiring,
    },
};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// Does the items of a SYNC job from its checkpoint; `config.first` numbers them, `config.worksMs` is what each takes.
#[derive(Debug, Serialize, Deserialize)]
pub struct Items {
    job: JobId,
}

impl BackgroundTask for Items {
    const KIND: &'static str = "soak.items";
    const LANE: &'static str = "items";
    const LANE_CAPACITY: i32 = 8;

    fn unique_key(&self) -> Option<String> {
        Some(self.job.to_string())
    }

    fn job(&self) -> Option<JobId> {
        Some(self.job)
    }

    async fn run(self, slice: Slice) -> Result<Ended, Failure> {
        let began = now(&slice).await?;
        let job = match jobs::enter(&slice, self.job).await? {
            Turn::Go(job) => job,
            Turn::Stop(_) => return jobs::step_aside(&slice, slice.begin().await?, self.job).await,
        };
        let done: u64 = jobs::checkpoint_of(&job).unwrap_or(0) + 1;
        if job.total.and_then(|total| u64::try_from(total).ok()).is_some_and(|total| done > total) {
            // It was stopped while the last one was done.
            return self.end(&slice, slice.begin().await?).await;
        }
        let number = |name: &str| job.config[name].as_u64().unwrap_or_default();
        tokio::time::sleep(Duration::from_millis(number("worksMs"))).await;
        let mut tx = slice.begin().await?;
        tx.emit(&Done { number: number("first") + done, due: began, began }).await?;
        jobs::checkpoint(&tx, self.job, &done).await?;
        let job = jobs::progress(&mut tx, self.job, Progress { processed: 1, ..Progress::default() }).await?;
        if job.processed < job.total.unwrap_or(0) {
            return slice.again(tx, None).await;
        }
        self.end(&slice, tx).await
    }

    async fn give_up(self, tx: &mut Tx, _why: &Error) -> Result<()> {
        jobs::fail(tx, self.job, "An item could not be done.").await
    }
}

impl Items {
    async fn end(&self, slice: &Slice, mut tx: Tx) -> Result<Ended, Failure> {
        match jobs::complete(&mut tx, self.job, None).await? {
            Standing::Running => slice.done(tx).await,
            _ => jobs::step_aside(slice, tx, self.job).await,
        }
    }
}

pub fn wire(wiring: &mut Wiring) {
    wiring.task::<Items>();
    wiring.owes(|fact: JobStarted| (fact.kind == JobKind::Sync).then_some(Items { job: fact.job }));
}
