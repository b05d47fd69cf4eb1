//! Live data: the agency's log from a cursor, then as it grows. The log in the database is the truth; hints only say "look".

mod clients;
pub mod cursor;
pub mod hint;
mod history;
pub mod lag;
pub mod tails;

pub use history::history;

use super::{
    app::App,
    error::{Error, Result},
    events::LoggedEvent,
    scope::{Scope, Visibility},
};
use entity::{event, event_head, ids::AgencyId};
use futures_util::{Stream, stream};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::{collections::VecDeque, sync::Arc};
use tails::Tail;

/// How many events one read of the log returns at most.
pub(super) const BATCH: u64 = 500;

/// The newest number and the oldest one still kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    pub last: i64,
    /// Events up to and including this number are gone.
    pub floor: i64,
}

/// For the kernel's own readers, which are nobody's; whoever asks for a caller asks [`bounds_for`].
pub async fn bounds(app: &App, agency: AgencyId) -> Result<Bounds> {
    head(agency, app.db().platform()).await
}

/// The same for a caller, read where they read: on PostgreSQL inside the wall.
pub async fn bounds_for(app: &App, scope: &Scope) -> Result<Bounds> {
    head(scope.agency(), &scope.read(app)).await
}

#[expect(clippy::disallowed_methods, reason = "the kernel reads its own log, by agency")]
async fn head(agency: AgencyId, c: &impl ConnectionTrait) -> Result<Bounds> {
    let head = event_head::Entity::find_by_id(agency).one(c).await?;
    Ok(head
        .map_or(Bounds { last: 0, floor: 0 }, |head| Bounds { last: head.last_seq, floor: head.floor_seq }))
}

/// Where to start: `after` if it is still there, else the newest event.
pub async fn start(app: &App, scope: &Scope, after: Option<i64>) -> Result<i64> {
    let Bounds { last, floor } = bounds_for(app, scope).await?;
    match after {
        None => Ok(last),
        Some(seq) if seq < floor => Err(gone()),
        Some(seq) if seq > last => Err(Error::invalid("after", "a cursor of this agency's events")),
        Some(seq) => Ok(seq),
    }
}

fn gone() -> Error {
    Error::CursorExpired(
        "Events this old are no longer kept: fetch the objects again, then subscribe without `after`.".into(),
    )
}

/// The event as this caller may know it; `None`: they may not know of it. Whoever hands out events asks here.
fn as_seen(scope: &Scope, event: Arc<LoggedEvent>) -> Option<Arc<LoggedEvent>> {
    if event.agency != scope.agency() {
        return None;
    }
    match scope.visibility() {
        Visibility::Agency => Some(event),
        Visibility::Campaigns(seen) => clients::heard(&event, seen).map(Arc::new),
    }
}

/// One page of the log after `after`, oldest first, as the caller may see it, and the number reached.
pub async fn read(app: &App, scope: &Scope, after: i64, limit: u64) -> Result<(Vec<Arc<LoggedEvent>>, i64)> {
    let events = rows(scope.agency(), after, limit, &scope.read(app)).await?;
    let reached = events.last().map_or(after, |event| event.seq);
    Ok((events.into_iter().filter_map(|event| as_seen(scope, event)).collect(), reached))
}

/// The log after `after`, in order, without gaps or repeats, then live; what the caller may not see is left out.
/// A slow reader only delays itself. Ends only with an error.
pub fn follow(
    app: &App,
    scope: &Scope,
    after: i64,
) -> impl Stream<Item = Result<Arc<LoggedEvent>>> + Send + use<> {
    let state = Following {
        tail: None,
        app: app.clone(),
        scope: scope.clone(),
        cursor: after,
        ready: VecDeque::new(),
    };
    stream::try_unfold(state, |mut state| async move {
        let event = state.next().await?;
        Ok(Some((event, state)))
    })
}

struct Following {
    app: App,
    scope: Scope,
    /// Joined on the first read.
    tail: Option<Tail>,
    cursor: i64,
    ready: VecDeque<Arc<LoggedEvent>>,
}

impl Following {
    async fn next(&mut self) -> Result<Arc<LoggedEvent>> {
        loop {
            while let Some(event) = self.ready.pop_front() {
                if let Some(event) = as_seen(&self.scope, event) {
                    return Ok(event);
                }
            }
            self.fill().await?;
        }
    }

    /// From the shared ring when it reaches back far enough, else from the database; waits when there is nothing.
    async fn fill(&mut self) -> Result<()> {
        let tail = match &mut self.tail {
            Some(tail) => tail,
            None => {
                // The tail begins at the newest event, however far back its first follower is: others join it live.
                let newest = bounds_for(&self.app, &self.scope).await?.last;
                self.tail.insert(self.app.tails().of(&self.app, self.scope.agency(), newest))
            }
        };
        tail.grown_past(self.cursor).await?;
        self.ready = match tail.ring(self.cursor) {
            Some(events) => events,
            None => {
                let c = self.scope.read(&self.app);
                rows(self.scope.agency(), self.cursor, BATCH, &c).await?.into()
            }
        };
        // Numbers have no gaps: what does not follow has been thrown away while a slow reader was on its way.
        if self.ready.front().is_some_and(|first| first.seq != self.cursor + 1) {
            return Err(gone());
        }
        if let Some(last) = self.ready.back() {
            self.cursor = last.seq;
        }
        Ok(())
    }
}

/// One page of an agency's log for the kernel's own readers: the tail, which all followers share, and projections.
pub(in crate::kernel) async fn page(
    app: &App,
    agency: AgencyId,
    after: i64,
    limit: u64,
) -> Result<Vec<Arc<LoggedEvent>>> {
    rows(agency, after, limit, app.db().platform()).await
}

#[expect(clippy::disallowed_methods, reason = "the kernel reads its own log, by agency")]
async fn rows(
    agency: AgencyId,
    after: i64,
    limit: u64,
    c: &impl ConnectionTrait,
) -> Result<Vec<Arc<LoggedEvent>>> {
    let rows = event::Entity::find()
        .filter(event::Column::AgencyId.eq(agency))
        .filter(event::Column::Seq.gt(after))
        .order_by_asc(event::Column::Seq)
        .limit(limit)
        .all(c)
        .await?;
    Ok(rows.into_iter().map(|row| Arc::new(LoggedEvent::decode(row))).collect())
}
