//! The one task of an import's job.

use super::{apply, plan, revert, suggest};
use crate::{
    imports::file::Position,
    jobs::{self, Progress, Turn, events::JobStarted},
    kernel::{
        app::App,
        error::{Error, Result},
        queue::{BackgroundTask, Ended, Failure, Slice},
        scope::Scope,
        tx::Tx,
    },
};
use entity::{
    file,
    ids::{ImportId, JobId},
    import::{Entity, ImportStatus, Model},
    job::{self, JobKind, JobStatus},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::{
    path::PathBuf,
    time::{Duration, Instant},
};

/// Rows of one transaction. Two times as many are in memory: these, and the next ones.
pub(super) const ROWS: usize = 500;
/// How long a turn goes on before it lets others have a turn.
const TURN: Duration = Duration::from_millis(1_500);

/// What a job does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Phase {
    /// Ask the agency's language model which column is what.
    Suggest,
    Plan,
    Apply,
    Revert,
}

/// What the job's row says of it.
#[derive(Debug, Serialize, Deserialize)]
pub(in crate::imports) struct Config {
    pub import: ImportId,
    pub phase: Phase,
}

impl Phase {
    /// For the job's row.
    pub fn config(self, import: ImportId) -> Result<Value> {
        Ok(serde_json::to_value(Config { import, phase: self })?)
    }
}

impl Config {
    pub fn of(job: &job::Model) -> Result<Self> {
        Ok(serde_json::from_value(job.config.clone())?)
    }
}

/// Works on an import until it is done.
#[derive(Debug, Serialize, Deserialize)]
pub struct Work {
    job: JobId,
}

impl Work {
    pub fn after_start(fact: &JobStarted) -> Option<Self> {
        (fact.kind == JobKind::Import).then_some(Self { job: fact.job })
    }
}

impl BackgroundTask for Work {
    const KIND: &'static str = "imports.work";
    const LANE: &'static str = "imports";
    const LANE_CAPACITY: i32 = 2;

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
        let config = Config::of(&job)?;
        let reader = slice.scope().read(slice.app());
        let import = slice.scope().get::<Entity>(config.import, &reader).await?;
        if import.job_id != Some(self.job) {
            return Err(Failure::Fatal(Error::conflict("Another job works on this import by now.")));
        }
        match config.phase {
            Phase::Suggest => suggest::turn(&slice, import).await,
            Phase::Plan => plan::turn(&slice, import).await,
            Phase::Apply => apply::turn(&slice, import).await,
            Phase::Revert => revert::turn(&slice, import).await,
        }
    }

    async fn give_up(self, tx: &mut Tx, why: &Error) -> Result<()> {
        let why = match why {
            Error::NotFound("file") => {
                "The file is not there any more: its time was over, or somebody in it was forgotten.".into()
            }
            Error::Conflict { message, .. } => message.clone(),
            // As the answer to `importCreate` would have said it.
            Error::Invalid(_) => format!("{}: {why}", why.code()),
            other => other.to_string(),
        };
        jobs::fail(tx, self.job, &why).await
    }
}

/// A turn's clock.
pub(super) struct Clock(Instant, Duration);

impl Clock {
    pub fn start() -> Self {
        Self::of(TURN)
    }

    pub fn of(turn: Duration) -> Self {
        Self(Instant::now(), turn)
    }

    pub fn is_over(&self) -> bool {
        self.0.elapsed() > self.1
    }

    /// It took twice as long as it should.
    pub fn is_long_over(&self) -> bool {
        self.0.elapsed() > self.1 * 2
    }
}

/// Where the file that is read lies.
pub(super) async fn source(app: &App, scope: &Scope, import: &Model) -> Result<PathBuf> {
    let row = scope.get::<file::Entity>(import.source_id, &scope.read(app)).await?;
    let path = app.files().path(&row)?;
    let is_there = row.expires_at > app.now() && path.is_file();
    if is_there { Ok(path) } else { Err(Error::NotFound("file")) }
}

/// How far the work is.
pub(super) fn position(import: &Model) -> Position {
    let number = |value: i64| u64::try_from(value).unwrap_or(0);
    Position { offset: number(import.at_offset), line: number(import.at_line) }
}

/// As the row holds it.
pub(super) fn place(at: Position) -> Result<(i64, i64)> {
    let number = |value: u64| i64::try_from(value).map_err(Error::internal);
    Ok((number(at.offset)?, number(at.line)?))
}

/// Holds the job, then the import, for the next step from where `seen` says it is; `None`: the job does not run any more.
/// Somebody else who works on it too has moved it. A job that was begun, or tried again, beside the import's end is ended.
pub(super) async fn hold(tx: &mut Tx, seen: &Model) -> Result<Option<Model>, Failure> {
    let job = jobs::progress(tx, job_of(seen)?, Progress::default()).await?;
    let row = tx.hold::<Entity>(seen.id).await?;
    let is_same = (row.at_offset, row.at_line, row.job_id) == (seen.at_offset, seen.at_line, seen.job_id);
    match (is_same, job.status) {
        // Whoever of the two still holds the task comes back.
        (false, _) => Err(Failure::Later(Duration::from_millis(50))),
        (true, JobStatus::Running) if is_over(&row, &job)? => {
            jobs::cancel_in(tx, job.id).await?;
            Ok(None)
        }
        (true, JobStatus::Running) => Ok(Some(row)),
        (true, _) => Ok(None),
    }
}

/// Was the import cancelled, so that nothing but undoing it is left to do?
fn is_over(row: &Model, job: &job::Model) -> Result<bool> {
    Ok(row.status == ImportStatus::Cancelled && Config::of(job)?.phase != Phase::Revert)
}

/// The job at work.
pub(super) fn job_of(import: &Model) -> Result<JobId> {
    import.job_id.ok_or_else(|| Error::bug("an import at work has a job"))
}

/// Ends the turn of a job that does not run any more.
pub(super) async fn aside(slice: &Slice, tx: Tx, import: &Model) -> Result<Ended, Failure> {
    jobs::step_aside(slice, tx, job_of(import)?).await
}
