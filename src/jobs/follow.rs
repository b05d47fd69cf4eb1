//! A job's log as it grows. The rows are the truth; hints only say "look", and a lost one costs a second.

use super::list::{at_least, logs};
use crate::kernel::{app::App, error::Result, scope::Scope};
use entity::{
    ids::JobId,
    job_log::{self, LogLevel},
};
use futures_util::{Stream, stream};
use std::{collections::VecDeque, time::Duration};
use tokio::sync::watch;

const BATCH: u64 = 200;
const POLL: Duration = Duration::from_secs(1);

struct Following {
    app: App,
    scope: Scope,
    job: JobId,
    /// Number of the newest line that was read, loud enough or not.
    after: i64,
    levels: Vec<LogLevel>,
    ready: VecDeque<job_log::Model>,
    hints: watch::Receiver<u64>,
}

/// The lines after number `after`, in order, without gaps or repeats, then live; of them those at least as loud as `level`.
/// Ends only with an error. The job has been resolved through the caller's scope.
pub fn follow(
    app: &App,
    scope: &Scope,
    job: JobId,
    after: i64,
    level: Option<LogLevel>,
) -> impl Stream<Item = Result<job_log::Model>> + Send + use<> {
    let state = Following {
        hints: app.hints().listen(scope.agency()),
        app: app.clone(),
        scope: scope.clone(),
        job,
        after,
        levels: at_least(level.unwrap_or(LogLevel::Debug)),
        ready: VecDeque::new(),
    };
    stream::try_unfold(state, |mut state| async move {
        let line = state.next().await?;
        Ok(Some((line, state)))
    })
}

impl Following {
    async fn next(&mut self) -> Result<job_log::Model> {
        loop {
            if let Some(line) = self.ready.pop_front() {
                return Ok(line);
            }
            // Marked before reading: a hint that comes while we read makes us read again.
            self.hints.mark_unchanged();
            // Read whole and left out here: we go on behind quiet lines, instead of passing over them again at each look.
            let (lines, _) = logs(&self.app, &self.scope, self.job, (self.after, BATCH), None).await?;
            let Some(newest) = lines.last().map(|line| line.seq) else {
                let _ = tokio::time::timeout(POLL, self.hints.changed()).await;
                continue;
            };
            self.after = newest;
            self.ready = lines.into_iter().filter(|line| self.levels.contains(&line.level)).collect();
        }
    }
}
