//! The overview as it changes: looked at about once a second, told when the log was read further.

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
    /// The place in the log that was told last; `None`: nothing was told yet.
    told: Option<i64>,
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
    let told = after.map(|text| cursor::decode(scope.agency(), "after", text)).transpose()?;
    let log = bounds(app, scope.agency()).await?;
    match told {
        Some(seq) if seq > log.last => Err(Error::invalid("after", "a cursor of this agency's events")),
        // Not the log is followed but what it adds up to: however old the cursor is, nothing is missed.
        told => {
            let (app, scope) = (app.clone(), scope.clone());
            let state = Following { app, scope, ask, workspace, told, is_first: true };
            Ok(stream::try_unfold(state, |mut state| async move {
                let next = state.next().await?;
                Ok(Some((next, state)))
            }))
        }
    }
}

impl Following {
    async fn next(&mut self) -> Result<(Overview, bool)> {
        let is_first = std::mem::take(&mut self.is_first);
        let is_snapshot = is_first && self.told.is_none();
        if !is_first {
            tokio::time::sleep(EVERY).await;
        }
        if !is_snapshot {
            self.grown().await?;
        }
        let is = overview(&self.app, &self.scope, self.ask, self.workspace).await?;
        self.told = Some(is.standing.seq);
        Ok((is, is_snapshot))
    }

    /// Waits until the log was read past what was told.
    async fn grown(&self) -> Result<()> {
        loop {
            let standing = projection::standing(&self.app, &self.scope, rollup::NAME).await?;
            if self.told.is_none_or(|told| standing.seq > told) {
                return Ok(());
            }
            tokio::time::sleep(EVERY).await;
        }
    }
}
