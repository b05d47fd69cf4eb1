//! The overview as it changes: looked at about once a second when the log was read further, told when it says something
//! else: a CLIENT is not to learn how busy the agency is where they see nothing.

use super::{
    answers::{Overview, overview},
    range::Ask,
    rollup,
};
use crate::kernel::{
    app::App,
    error::{Error, Result},
    live::{bounds, cursor},
    permission::Permission,
    projection,
    scope::Scope,
};
use entity::{ids::WorkspaceId, workspace};
use futures_util::{Stream, stream};
use std::time::Duration;

/// Between two messages, and two looks.
const EVERY: Duration = Duration::from_secs(1);

struct Following {
    app: App,
    scope: Scope,
    ask: Ask,
    workspace: Option<WorkspaceId>,
    /// The place in the log that was looked at last, or is known to the caller; `None`: nothing yet.
    seen: Option<i64>,
    /// What was told last.
    told: Option<Overview>,
    is_first: bool,
}

/// The overview as it is now (unless `after` says that it is known up to there), then whenever it is another. The second
/// value: whether it is the first message of a stream that was not resumed.
pub async fn follow(
    app: &App,
    scope: &Scope,
    (ask, workspace): (Ask, Option<WorkspaceId>),
    after: Option<&str>,
) -> Result<impl Stream<Item = Result<(Overview, bool)>> + Send + use<>> {
    scope.require(Permission::Read)?;
    if let Some(id) = workspace {
        scope.get::<workspace::Entity>(id, &scope.read(app)).await?;
    }
    ask.at(app.now())?;
    let seen = after.map(|text| cursor::decode(scope.agency(), "after", text)).transpose()?;
    let log = bounds(app, scope.agency()).await?;
    match seen {
        Some(seq) if seq > log.last => Err(Error::invalid("after", "a cursor of this agency's events")),
        // Not the log is followed but what it adds up to: however old the cursor is, nothing is missed.
        seen => {
            let (app, scope) = (app.clone(), scope.clone());
            let state = Following { app, scope, ask, workspace, seen, told: None, is_first: true };
            Ok(stream::try_unfold(state, |mut state| async move {
                let next = state.next().await?;
                Ok(Some((next, state)))
            }))
        }
    }
}

impl Following {
    async fn next(&mut self) -> Result<(Overview, bool)> {
        if self.seen.is_none() {
            self.is_first = false;
            return Ok((self.look().await?, true));
        }
        loop {
            if !std::mem::take(&mut self.is_first) {
                tokio::time::sleep(EVERY).await;
            }
            self.grown().await?;
            let before = self.told;
            let is = self.look().await?;
            if before.is_none_or(|before| !before.says_the_same(&is)) {
                return Ok((is, false));
            }
        }
    }

    async fn look(&mut self) -> Result<Overview> {
        let is = overview(&self.app, &self.scope, self.ask, self.workspace).await?;
        (self.seen, self.told) = (Some(is.standing.seq), Some(is));
        Ok(is)
    }

    /// Waits until the log was read past what was seen.
    async fn grown(&self) -> Result<()> {
        loop {
            let standing = projection::standing(&self.app, &self.scope, rollup::NAME).await?;
            if self.seen.is_none_or(|seen| standing.seq > seen) {
                return Ok(());
            }
            tokio::time::sleep(EVERY).await;
        }
    }
}
