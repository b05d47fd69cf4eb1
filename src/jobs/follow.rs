//! A job's log as it grows. The rows are the truth; hints only say "look", and a lost one costs a second.

use super::list::logs;
use crate::kernel::{app::App, error::Result, scope::Scope};
use entity::{ids::JobId, job_log};
use futures_util::{Stream, stream};
use std::{collections::VecDeque, time::Duration};
use tokio::sync::watch;

const BATCH: u64 = 200;
const POLL: Duration = Duration::from_secs(1);

struct Following {
    app: App,
    scope: Scope,
    job: JobId,
    after: i64,
    ready: VecDeque<job_log::Model>,
    hints: watch::Receiver<u64>,
}

/// The lines after number `after`, in order, without gaps or repeats, then live. Ends only with an error. The job has been
/// resolved through the caller's scope.
pub fn follow(
    app: &App,
    scope: &Scope,
    job: JobId,
    after: i64,
) -> impl Stream<Item = Result<job_log::Model>> + Send + use<> {
    let state = Following {
        hints: app.hints().listen(scope.agency()),
        app: app.clone(),
        scope: scope.clone(),
        job,
        after,
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
                self.after = line.seq;
                return Ok(line);
            }
            // Marked before reading: a hint that comes while we read makes us read again.
            self.hints.mark_unchanged();
            self.ready = logs(&self.app, &self.scope, self.job, (self.after, BATCH), None).await?.0.into();
            if self.ready.is_empty() {
                let _ = tokio::time::timeout(POLL, self.hints.changed()).await;
            }
        }
    }
}
