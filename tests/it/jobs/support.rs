//! A domain of the tests' own that does a kind of job: step by step, one "call" each, so that it can be stopped anywhere.

use crate::support::{actor::Actor, app::TestApp};
use entity::{
    ids::JobId,
    job::{self, JobKind},
};
use leadwire::{
    config::Config,
    graphql::Id,
    jobs::{self, Draft, Maker, NewJob, Progress, Standing, Turn, events::JobStarted},
    kernel::{
        error::{Error, Result},
        permission::Permission,
        queue::{BackgroundTask, Ended, Failure, Slice},
        tx::Tx,
        wiring::Wiring,
    },
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::sync::atomic::{AtomicUsize, Ordering};

/// Does `config.steps` steps of a SYNC job, from its checkpoint; fails for good at step `config.failsAt`.
#[derive(Debug, Serialize, Deserialize)]
pub struct Steps {
    job: JobId,
}

/// How many steps were done by this process, by whichever test: compared only where a test says so.
pub static CALLS: AtomicUsize = AtomicUsize::new(0);

impl BackgroundTask for Steps {
    const KIND: &'static str = "test.steps";

    fn unique_key(&self) -> Option<String> {
        Some(self.job.to_string())
    }

    fn job(&self) -> Option<JobId> {
        Some(self.job)
    }

    async fn run(self, slice: Slice) -> Result<Ended, Failure> {
        let job = match jobs::enter(&slice, self.job).await? {
            Turn::Go(job) => job,
            Turn::Stop(_) => return jobs::step_aside(&slice, slice.begin().await?, self.job).await,
        };
        let done: i64 = jobs::checkpoint_of(&job).unwrap_or(0) + 1;
        if job.config["failsAt"] == done {
            return Err(Failure::Fatal(Error::bug("this step cannot be done")));
        }
        CALLS.fetch_add(1, Ordering::SeqCst);
        let mut tx = slice.begin().await?;
        jobs::checkpoint(&tx, self.job, &done).await?;
        let progress = Progress { processed: 1, note: Some(format!("step {done}")), ..Progress::default() };
        let job = jobs::progress(&mut tx, self.job, progress).await?;
        jobs::log(&mut tx, self.job, entity::job_log::LogLevel::Info, &format!("step {done}"), None).await?;
        if job.processed < job.total.unwrap_or(0) {
            return slice.again(tx, None).await;
        }
        match jobs::complete(&mut tx, self.job, Some("All steps done.".into())).await? {
            Standing::Running => slice.done(tx).await,
            _ => jobs::step_aside(&slice, tx, self.job).await,
        }
    }

    async fn give_up(self, tx: &mut Tx, _why: &Error) -> Result<()> {
        jobs::fail(tx, self.job, "A step could not be done.").await
    }
}

/// The choreography: a SYNC job that starts books its steps.
pub fn wire(wiring: &mut Wiring) {
    wiring.task::<Steps>();
    wiring.owes(|fact: JobStarted| (fact.kind == JobKind::Sync).then_some(Steps { job: fact.job }));
    wiring.offers(Maker::new(JobKind::Sync, |tx, draft, _| Box::pin(std::future::ready(made(tx, draft)))));
}

/// A SYNC job by hand; with `config.broken` there is something wrong with it at its time, though not before.
fn made(tx: &Tx, draft: Draft) -> Result<NewJob> {
    tx.scope().require(Permission::ManageDataSources)?;
    if draft.config["brokenAfter"].as_i64().is_some_and(|after| tx.now().timestamp() > after) {
        return Err(Error::conflict("There is nothing to copy."));
    }
    let steps = draft.config["steps"].as_i64().unwrap_or(1);
    Ok(NewJob { total: i32::try_from(steps).ok(), config: draft.config, ..NewJob::of(JobKind::Sync) })
}

pub async fn start() -> TestApp {
    TestApp::wired(Config::default(), wire).await
}

impl TestApp {
    /// A job of so many steps, asked for by this actor.
    pub async fn job(&self, by: &Actor, steps: i32, starts: bool) -> Watched {
        self.job_with(by, steps, starts, json!({})).await
    }

    pub async fn job_with(&self, by: &Actor, steps: i32, starts: bool, config: Value) -> Watched {
        let scope = by.scope().await;
        let mut tx = Tx::begin(&self.app, &scope).await.unwrap();
        let new = NewJob { total: Some(steps), config, starts, ..NewJob::of(JobKind::Sync) };
        let job = jobs::create(&mut tx, new).await.unwrap();
        tx.commit().await.unwrap();
        Watched { id: Id(job.id).text(), job }
    }
}

/// A job and its id as clients write it.
pub struct Watched {
    pub id: String,
    pub job: job::Model,
}

impl Actor {
    /// `jobPause` and its sisters; the whole answer.
    pub async fn steer(&self, verb: &str, id: &str) -> Value {
        let (name, input) = (format!("job{verb}"), format!("Job{verb}Input"));
        let query = format!("mutation($i: {input}!) {{ {name}(input: $i) {{ id status version }} }}");
        self.gql(&query, json!({ "i": { "id": id } })).await
    }

    /// [`Actor::steer`], when it must go well: the new status.
    pub async fn steered(&self, verb: &str, id: &str) -> String {
        let answer = self.steer(verb, id).await;
        assert!(answer.get("errors").is_none(), "{verb}: {answer:#}");
        answer["data"][format!("job{verb}")]["status"].as_str().unwrap().to_owned()
    }

    pub async fn status(&self, id: &str) -> String {
        self.see(id, "status").await.as_str().unwrap().to_owned()
    }

    /// One field of a job.
    pub async fn see(&self, id: &str, field: &str) -> Value {
        let query = format!("query($id: ID!) {{ job(id: $id) {{ {field} }} }}");
        let name = field.split([' ', '(', '{']).next().unwrap();
        self.ask(&query, json!({ "id": id })).await["job"][name].clone()
    }
}
