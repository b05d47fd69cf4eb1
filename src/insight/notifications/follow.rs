//! A member's notifications as they are made. The rows are the truth, numbered by the events they are made of; hints only say
//! "look", and a lost one costs a second.

use super::list::mine;
use crate::kernel::{
    app::App,
    error::{Error, Result},
    live::{bounds_for, cursor},
    permission::Permission,
    scope::Scope,
};
use entity::notification::{Column as C, Model};
use futures_util::{Stream, stream};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect};
use std::{collections::VecDeque, time::Duration};
use tokio::sync::watch;

const BATCH: u64 = 100;
const POLL: Duration = Duration::from_secs(1);

struct Following {
    app: App,
    scope: Scope,
    after: i64,
    ready: VecDeque<Model>,
    hints: watch::Receiver<u64>,
}

/// Where to begin: after this place of the agency's log, or at its end.
pub async fn start(app: &App, scope: &Scope, after: Option<&str>) -> Result<i64> {
    scope.require(Permission::OwnProfile)?;
    let last = bounds_for(app, scope).await?.last;
    let after = after.map(|text| cursor::decode(scope.agency(), "after", text)).transpose()?;
    match after {
        Some(seq) if seq > last => Err(Error::invalid("after", "a cursor of this agency's events")),
        after => Ok(after.unwrap_or(last)),
    }
}

/// The caller's notifications after number `after`, in order, without gaps or repeats, then live. Ends only with an error.
pub fn follow(app: &App, scope: &Scope, after: i64) -> impl Stream<Item = Result<Model>> + Send + use<> {
    let state = Following {
        hints: app.hints().listen(scope.agency()),
        app: app.clone(),
        scope: scope.clone(),
        after,
        ready: VecDeque::new(),
    };
    stream::try_unfold(state, |mut state| async move {
        let next = state.next().await?;
        Ok(Some((next, state)))
    })
}

impl Following {
    async fn next(&mut self) -> Result<Model> {
        loop {
            if let Some(next) = self.ready.pop_front() {
                self.after = next.seq;
                return Ok(next);
            }
            // Marked before reading: a hint that comes while we read makes us read again.
            self.hints.mark_unchanged();
            let rows = mine(&self.scope).filter(C::Seq.gt(self.after)).order_by_asc(C::Seq).limit(BATCH);
            self.ready = rows.all(&self.scope.read(&self.app)).await?.into();
            if self.ready.is_empty() {
                let _ = tokio::time::timeout(POLL, self.hints.changed()).await;
            }
        }
    }
}
