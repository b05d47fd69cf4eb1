//! The workers of one process: run tickets, let in what became due, take over what a dead process held.

use super::{
    Failure, Slice, crew,
    polls::Polls,
    river::{QUEUE, Ticket, builder},
    steady::Steady,
    sweep,
};
use crate::kernel::{
    app::{App, WeakApp},
    error::{Error, Result},
    housekeeping,
    node::Node,
    projection,
};
use futures_util::FutureExt;
use riverqueue::{
    BoxError, Job, MaintenanceConfig, QueueConfig, Retention, WorkCancelled, WorkContext, WorkOutcome,
    Workers,
};
use std::{panic::AssertUnwindSafe, sync::Arc, time::Duration};
use tokio::{sync::Mutex, task::JoinHandle};
use tokio_util::sync::CancellationToken;
use tracing::Instrument;

/// A slice may take this long; longer is a bug, and a failed attempt.
const SLICE: Duration = Duration::from_secs(60);
/// When the engine loses patience: after us, or the attempt would not be counted.
const ENGINE: Duration = Duration::from_secs(70);
const RESCUE: Duration = Duration::from_secs(90);
/// A task that nobody here can do is tried again after this long.
const UNKNOWN: Duration = Duration::from_secs(60);
/// How soon what panicked begins anew.
const AGAIN: Duration = Duration::from_secs(1);
/// How long a slice under a wrong clock waits for the crew to be stopped.
const GIVE_BACK: Duration = Duration::from_secs(5);

/// Running workers. Dropping it stops them hard; [`Running::stop`] lets slices finish first.
pub struct Running {
    name: String,
    crew: Beside,
    over: CancellationToken,
    _beside: [Beside; 3],
    _node: Arc<Mutex<Node>>,
}

/// What runs beside the workers, as long as it is held.
struct Beside(JoinHandle<()>);

impl Drop for Beside {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// What every slice is looked at by.
#[derive(Clone)]
struct Eyes {
    polls: Arc<Polls>,
    steady: Arc<Steady>,
}

/// Starts `concurrency` workers under this process's name, after taking over what its dead predecessors held.
pub async fn start(app: &App, concurrency: usize) -> Result<Running> {
    let node = Node::enter(app).await?;
    let eyes = Eyes { polls: Polls::watched(), steady: Arc::new(Steady::new(app)) };
    let client = client(app, node.id(), concurrency, &eyes)?;
    if let Some(river) = app.driver().river() {
        river.works_by(&client);
    }
    if let Err(error) = sweep::take_over(app, node.id()).await {
        tracing::warn!(?error, "could not take over everything; the sweep goes on");
    }
    let river = client.start()?;
    let name = node.id().to_owned();
    let node = Arc::new(Mutex::new(node));
    let over = CancellationToken::new();
    let crew = Beside(tokio::spawn(crew::run(client, river, eyes.steady.watch(), over.clone())));
    let of_sweeper = (app.clone(), name.clone(), node.clone(), eyes.steady);
    let sweeper = kept("the sweep", move || {
        let (app, me, node, steady) = of_sweeper.clone();
        sweep::forever(app, me, node, steady)
    });
    let (of_housekeeper, of_projector) = (app.clone(), app.clone());
    let housekeeper = kept("housekeeping", move || housekeeping::forever(of_housekeeper.clone()));
    let projector = kept("projections", move || projection::forever(of_projector.clone()));
    Ok(Running { name, crew, over, _beside: [sweeper, housekeeper, projector], _node: node })
}

/// Runs it as long as it is held: without it the workers would go on, and what it keeps in order would not. What panics
/// begins anew.
fn kept<F>(what: &'static str, run: impl Fn() -> F + Send + 'static) -> Beside
where
    F: Future<Output = ()> + Send + 'static,
{
    Beside(tokio::spawn(async move {
        while AssertUnwindSafe(run()).catch_unwind().await.is_err() {
            tracing::error!("{what} panicked, and begins anew");
            tokio::time::sleep(AGAIN).await;
        }
    }))
}

fn client(app: &App, node: &str, concurrency: usize, eyes: &Eyes) -> Result<riverqueue::Client> {
    let mut workers = Workers::new();
    // The app holds the client.
    let of_workers = (app.downgrade(), eyes.clone());
    workers.add_fn(move |context: WorkContext, job: Job<Ticket>| {
        let (app, eyes) = of_workers.clone();
        async move { work(app, eyes, context, job).await }
    })?;
    // PostgreSQL tells us of new tickets; on SQLite we have to look.
    let look = Duration::from_millis(if app.db().is_postgres() { 500 } else { 25 });
    let queue = QueueConfig::new(concurrency)
        .with_fetch_poll_interval(look)
        // The queue's own: the client's is also how often insertions call the workers.
        .with_fetch_cooldown(Duration::from_millis(5));
    let maintenance = MaintenanceConfig::default()
        .with_rescue_after(RESCUE)
        .with_completed_job_retention(Retention::DeleteAfter(Duration::from_secs(600)))
        .with_cancelled_job_retention(Retention::DeleteAfter(Duration::from_secs(600)))
        .with_discarded_job_retention(Retention::Keep);
    let client = builder(app.db())
        .id(node)
        .workers(workers)
        .queue(QUEUE, queue)
        .job_timeout(ENGINE)
        .soft_stop_timeout(Duration::from_secs(25))
        .maintenance(maintenance)
        .build()?;
    Ok(client)
}

impl Running {
    /// This process's name among the workers.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Takes no new slices, lets running ones finish, and gives back what does not finish in time.
    pub async fn stop(self) {
        let Self { name: _, mut crew, over, _beside: beside, _node: node } = self;
        drop(beside);
        over.cancel();
        if let Err(cause) = (&mut crew.0).await {
            tracing::warn!(%cause, "workers did not stop cleanly");
        }
        // Held to the end: whoever finds it free takes over what we hold.
        drop(node);
    }
}

async fn work(
    app: WeakApp,
    eyes: Eyes,
    context: WorkContext,
    job: Job<Ticket>,
) -> Result<WorkOutcome, BoxError> {
    let Some(app) = app.upgrade() else { return Err(WorkCancelled.into()) };
    if !eyes.steady.is_right(&app) {
        return give_back(&context).await;
    }
    let ticket = job.args;
    let slice = Slice::new(app.clone(), ticket.clone(), job.row.id);
    let Some(duty) = app.wiring().duty(&ticket.kind) else {
        // Another version of the program may know it: during an upgrade both run.
        let error = Error::bug(format!("no duty is called {}", ticket.kind));
        slice.failed(Failure::Retry { error, after: Some(UNKNOWN) }).await?;
        return Ok(WorkOutcome::Complete);
    };
    let started = std::time::Instant::now();
    let span = tracing::info_span!("slice", kind = ticket.kind, task = %ticket.task, agency = %ticket.agency);
    let run = (duty.run)(ticket.payload.clone(), slice.clone()).instrument(span);
    let run = AssertUnwindSafe(eyes.polls.of(&ticket.kind, run)).catch_unwind();
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
    if slice.saw_a_jump() && outcome.is_err() {
        return give_back(&context).await;
    }
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

/// The clock is wrong: the crew is about to be stopped, and what it holds is given back unspent.
async fn give_back(context: &WorkContext) -> Result<WorkOutcome, BoxError> {
    // Not for ever: a clock may be put right before anybody has compared it.
    let _ = tokio::time::timeout(GIVE_BACK, context.cancellation_token().cancelled()).await;
    Err(WorkCancelled.into())
}
