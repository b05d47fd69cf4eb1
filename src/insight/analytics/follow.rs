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
    events::FieldChange,
    live::{bounds_for, cursor},
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

/// One message: the overview, and how it differs from the message before.
#[derive(Clone, Debug)]
pub struct Told {
    pub is: Overview,
    /// None in the first message: there is nothing to compare with.
    pub changes: Vec<FieldChange>,
    /// The first message of a stream that was not resumed.
    pub is_snapshot: bool,
}

/// The overview as it is now (unless `after` says that it is known up to there), then whenever it is another.
pub async fn follow(
    app: &App,
    scope: &Scope,
    (ask, workspace): (Ask, Option<WorkspaceId>),
    after: Option<&str>,
) -> Result<impl Stream<Item = Result<Told>> + Send + use<>> {
    scope.require(Permission::Read)?;
    if let Some(id) = workspace {
        scope.get::<workspace::Entity>(id, &scope.read(app)).await?;
    }
    ask.at(app.now())?;
    let seen = after.map(|text| cursor::decode(scope.agency(), "after", text)).transpose()?;
    let log = bounds_for(app, scope).await?;
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
    async fn next(&mut self) -> Result<Told> {
        if self.seen.is_none() {
            self.is_first = false;
            return Ok(Told { is: self.look().await?, changes: vec![], is_snapshot: true });
        }
        loop {
            if !std::mem::take(&mut self.is_first) {
                tokio::time::sleep(EVERY).await;
            }
            self.grown().await?;
            let before = self.told;
            let is = self.look().await?;
            let changes = before.as_ref().map(|before| is.changes(before));
            if changes.as_ref().is_none_or(|changes| !changes.is_empty()) {
                return Ok(Told { is, changes: changes.unwrap_or_default(), is_snapshot: false });
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
