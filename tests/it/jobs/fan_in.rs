//! One job over many tasks: exactly one of them is the last.

use crate::support::app::TestApp;
use entity::{
    ids::JobId,
    job::{JobKind, JobStatus},
};
use leadwire::{
    config::Config,
    jobs::{self, NewJob, Progress, Turn},
    kernel::{
        error::Result,
        queue::{BackgroundTask, Ended, Failure, Slice, manual},
        tx::Tx,
    },
};
use serde::{Deserialize, Serialize};

#[derive(Debug, Serialize, Deserialize)]
struct Part {
    job: JobId,
    part: u32,
    fails: bool,
}

#[derive(Debug, Serialize, Deserialize)]
struct Whole {
    job: JobId,
}

impl BackgroundTask for Part {
    const KIND: &'static str = "test.part";
    const MAX_ATTEMPTS: i32 = 1;

    fn unique_key(&self) -> Option<String> {
        Some(format!("{}/{}", self.job, self.part))
    }

    fn job(&self) -> Option<JobId> {
        Some(self.job)
    }

    async fn run(self, slice: Slice) -> Result<Ended, Failure> {
        if let Turn::Stop(_) = jobs::enter(&slice, self.job).await? {
            return jobs::step_aside(&slice, slice.begin().await?, self.job).await;
        }
        if self.fails {
            return Err(leadwire::kernel::error::Error::bug("no such part").into());
        }
        let mut tx = slice.begin().await?;
        jobs::progress(&mut tx, self.job, Progress { processed: 1, ..Progress::default() }).await?;
        if jobs::is_last(&tx, self.job, &[Self::KIND], Some(slice.task())).await? {
            tx.enqueue(&Whole { job: self.job })?;
        }
        slice.done(tx).await
    }

    async fn give_up(self, tx: &mut Tx, _why: &leadwire::kernel::error::Error) -> Result<()> {
        jobs::progress(tx, self.job, Progress { failed: 1, ..Progress::default() }).await?;
        if jobs::is_last(tx, self.job, &[Self::KIND], None).await? {
            tx.enqueue(&Whole { job: self.job })?;
        }
        Ok(())
    }
}

impl BackgroundTask for Whole {
    const KIND: &'static str = "test.whole";

    fn job(&self) -> Option<JobId> {
        Some(self.job)
    }

    async fn run(self, slice: Slice) -> Result<Ended, Failure> {
        let mut tx = slice.begin().await?;
        jobs::progress(&mut tx, self.job, Progress { qualified: 1, ..Progress::default() }).await?;
        jobs::complete(&mut tx, self.job, None).await?;
        slice.done(tx).await
    }
}

#[tokio::test]
async fn tasks_that_finish_at_the_same_time_book_the_next_phase_once() {
    let t = TestApp::wired(Config::default(), |wiring| {
        wiring.task::<Part>().task::<Whole>();
    })
    .await;
    let ada = t.agency("acme").await;
    let scope = ada.scope().await;
    let mut tx = Tx::begin(&t.app, &scope).await.unwrap();
    let job = jobs::create(&mut tx, NewJob { total: Some(12), ..NewJob::of(JobKind::Sync) }).await.unwrap();
    for part in 0..12 {
        tx.enqueue(&Part { job: job.id, part, fails: part % 5 == 0 }).unwrap();
    }
    tx.commit().await.unwrap();

    let mut slices = vec![];
    while let Some(slice) = manual::hand_out(&t.app).await.unwrap() {
        slices.push(slice);
    }
    assert_eq!(slices.len(), 12);
    let at_once = slices.iter().map(|slice| {
        let slice = slice.clone();
        tokio::spawn(async move { manual::work(&slice).await })
    });
    for done in futures_util::future::join_all(at_once).await {
        done.unwrap().unwrap();
    }
    assert_eq!(t.run_tasks().await, 1, "the next phase, once");
    let done = jobs::get(&t.app, &scope, job.id).await.unwrap();
    assert_eq!(done.status, JobStatus::Completed);
    assert_eq!((done.processed, done.failed, done.qualified), (9, 3, 1));
}
