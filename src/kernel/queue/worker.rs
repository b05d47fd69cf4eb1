//! The workers of one process: run tickets, let in what became due, take over what a dead process held.

use super::{
    Failure, Slice,
    river::{QUEUE, Ticket, builder},
    sweep,
};
use crate::kernel::{
    app::App,
    error::{Error, Result},
    housekeeping,
    node::Node,
};
use futures_util::FutureExt;
use riverqueue::{
    BoxError, Job, MaintenanceConfig, QueueConfig, Retention, RunHandle, WorkCancelled, WorkContext,
    WorkOutcome, Workers,
};
use std::{panic::AssertUnwindSafe, sync::Arc, time::Duration};
use tokio::{sync::Mutex, task::JoinHandle};
use tracing::Instrument;

/// A slice may take this long; longer is a bug, and a failed attempt.
const SLICE: Duration = Duration::from_secs(60);
/// When the engine loses patience: after us, or the attempt would not be counted.
const ENGINE: Duration = Duration::from_secs(70);
const RESCUE: Duration = Duration::from_secs(90);

/// Running workers. Dropping it stops them hard; [`Running::stop`] lets slices finish first.
pub struct Running {
    river: RunHandle,
    _beside: [Beside; 2],
    _node: Arc<Mutex<Node>>,
}

/// What runs beside the workers, as long as it is held.
struct Beside(JoinHandle<()>);

impl Drop for Beside {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Starts `concurrency` workers under this process's name, after taking over what its dead predecessors held.
pub async fn start(app: &App, concurrency: usize) -> Result<Running> {
    let node = Node::enter(app).await?;
    sweep::take_over(app, node.id()).await?;
    let client = client(app, node.id(), concurrency)?;
    let river = client.start()?;
    let name = node.id().to_owned();
    let node = Arc::new(Mutex::new(node));
    let sweeper = Beside(tokio::spawn(sweep::forever(app.clone(), name, node.clone())));
    let housekeeper = Beside(tokio::spawn(housekeeping::forever(app.clone())));
    Ok(Running { river, _beside: [sweeper, housekeeper], _node: node })
}

fn client(app: &App, node: &str, concurrency: usize) -> Result<riverqueue::Client> {
    let mut workers = Workers::new();
    let app_of_workers = app.clone();
    workers.add_fn(move |context: WorkContext, job: Job<Ticket>| {
        let app = app_of_workers.clone();
        async move { work(app, context, job).await }
    })?;
    // PostgreSQL tells us of new tickets; on SQLite we have to look.
    let look = Duration::from_millis(if app.db().is_postgres() { 500 } else { 25 });
    let queue = QueueConfig::new(concurrency).with_fetch_poll_interval(look);
    let maintenance = MaintenanceConfig::default()
        .with_rescue_after(RESCUE)
        .with_completed_job_retention(Retention::DeleteAfter(Duration::from_secs(600)))
        .with_cancelled_job_retention(Retention::DeleteAfter(Duration::from_secs(600)))
        .with_discarded_job_retention(Retention::Keep);
    let client = builder(app.db())
        .id(node)
        .workers(workers)
        .queue(QUEUE, queue)
        .fetch_cooldown(Duration::from_millis(5))
        .job_timeout(ENGINE)
        .soft_stop_timeout(Duration::from_secs(25))
        .maintenance(maintenance)
        .build()?;
    Ok(client)
}

impl Running {
    /// Takes no new slices, lets running ones finish, and gives back what does not finish in time.
    pub async fn stop(self) {
        let Self { mut river, _beside: beside, _node: node } = self;
        drop(beside);
        river.stopper().stop();
        if let Err(cause) = river.wait().await {
            tracing::warn!(%cause, "workers did not stop cleanly");
        }
        // Held to the end: whoever finds it free takes over what we hold.
        drop(node);
    }
}

async fn work(app: App, context: WorkContext, job: Job<Ticket>) -> Result<WorkOutcome, BoxError> {
    let ticket = job.args;
    let slice = Slice::new(app.clone(), ticket.clone(), job.row.id);
    let Some(duty) = app.wiring().duty(&ticket.kind) else {
        slice.failed(Failure::Later(Duration::from_secs(60))).await?;
        return Ok(WorkOutcome::Complete);
    };
    let started = std::time::Instant::now();
    let span = tracing::info_span!("slice", kind = ticket.kind, task = %ticket.task, agency = %ticket.agency);
    let run =
        AssertUnwindSafe((duty.run)(ticket.payload.clone(), slice.clone()).instrument(span)).catch_unwind();
    let outcome = tokio::select! {
        outcome = tokio::time::timeout(SLICE, run) => outcome,
        // Stopping: dropping the slice rolls it back, and the ticket is given back unspent.
        () = context.cancellation_token().cancelled() => return Err(WorkCancelled.into()),
    };
    let broken = |how: &str| Err(Failure::Retry { error: Error::bug(how), after: None });
    let outcome = match outcome {
        Ok(Ok(outcome)) => outcome,
        Ok(Err(_)) => broken("a slice panicked"),
        Err(_) => broken("a slice took longer than a minute"),
    };
    let label = if outcome.is_ok() { "done" } else { "failed" };
    metrics::counter!("leadwire_task_slices_total", "kind" => ticket.kind.clone(), "outcome" => label)
        .increment(1);
    metrics::histogram!("leadwire_task_slice_seconds", "kind" => ticket.kind.clone())
        .record(started.elapsed());
    if let Err(failure) = outcome {
        slice.failed(failure).await?;
    }
    Ok(WorkOutcome::Complete)
}
