//! A transaction over rows of no agency: users, sessions, sign-in attempts. For `identity`; everybody else opens a `Tx`.

use super::{
    app::App,
    error::Result,
    idempotency,
    work::{Work, runs_on_its_work},
};
use crate::base::clock::Timestamp;

/// An open transaction of no agency. It states no events and books no tasks: nobody could read them.
/// Dropped without [`PlatformTx::commit`], nothing happened.
pub struct PlatformTx {
    app: App,
    work: Work,
    now: Timestamp,
}

impl PlatformTx {
    pub(crate) async fn begin(app: &App) -> Result<Self> {
        let work = app.db().writes().noted_work(Work::begin(app.db()).await)?;
        Ok(Self { app: app.clone(), work, now: app.now() })
    }

    /// When this unit of work happens: one instant for all its rows.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.now
    }

    pub async fn commit(self) -> Result<()> {
        idempotency::mark(&self.work).await?;
        self.commit_aside().await
    }

    /// Commits what is no effect of the request, such as a count of its tries: its idempotency key is as good as before.
    pub(crate) async fn commit_aside(self) -> Result<()> {
        self.app.db().writes().noted_work(self.work.commit().await)
    }
}

runs_on_its_work!(PlatformTx);
