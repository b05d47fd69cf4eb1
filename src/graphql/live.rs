//! Live roots: one shape for every subscription over the event log.
//!
//! A root says three things: may the caller open it, does it begin with a snapshot, and what it makes of an event. The doors
//! open it once with a [`Slot`] to learn that, then execute it once per event for everybody who asks the same and may see the
//! same ([`Delivery`]); a slow client only delays itself. Without either, the root is an ordinary stream.

use super::{CtxExt, Result, scalars::Cursor};
use crate::kernel::{
    app::App,
    error,
    events::{self, LoggedEvent},
    live::{self, cursor},
    scope::Scope,
};
use async_graphql::{Context, Json, SimpleObject};
use chrono::{DateTime, Utc};
use entity::{event_kind::EventKind, ids::AgencyId};
use futures_util::{Stream, StreamExt, stream};
use std::{
    future::Future,
    sync::{Arc, Mutex, PoisonError},
};
use tokio::sync::Notify;

/// What one message tells: an event, or (as the first message) how things are now.
#[derive(Clone, Debug)]
pub struct Moment {
    pub agency: AgencyId,
    pub seq: i64,
    pub at: DateTime<Utc>,
    /// `None`: a snapshot.
    pub event: Option<Arc<LoggedEvent>>,
}

/// How a root wants to be opened.
#[derive(Clone, Debug, Default)]
pub struct Ask {
    pub after: Option<Cursor>,
    /// Begin with the thing as it is now, when no cursor is given.
    pub has_snapshot: bool,
}

/// Does an event concern a root?
pub type Matches = Arc<dyn Fn(&Arc<LoggedEvent>) -> bool + Send + Sync>;

/// What the doors learn by opening a root.
#[derive(Clone)]
pub struct Plan {
    /// Deliver what comes after this number.
    pub start: i64,
    pub has_snapshot: bool,
    pub matches: Matches,
}

/// Put into a request's data to open a root: it leaves its plan here and streams nothing.
#[derive(Clone, Default)]
pub struct Slot {
    plan: Arc<Mutex<Option<Plan>>>,
    stands: Arc<Notify>,
}

/// Put into a request's data to execute a root for one moment only.
#[derive(Clone, Debug)]
pub struct Delivery(pub Moment);

impl Slot {
    /// The plan, if the root was one over the event log.
    #[must_use]
    pub fn take(&self) -> Option<Plan> {
        self.plan.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// Ready when a root that streams by itself said that it [`stands`].
    pub async fn stood(&self) {
        self.stands.notified().await;
    }
}

/// Says, in a root that is not over the event log, that nothing will be refused any more: the client is told that its stream
/// is open, however long its first message takes.
pub fn stands(ctx: &Context<'_>) {
    if let Some(slot) = ctx.data_opt::<Slot>() {
        slot.stands.notify_one();
    }
}

impl Moment {
    #[must_use]
    pub fn snapshot(app: &App, scope: &Scope, seq: i64) -> Self {
        Self { agency: scope.agency(), seq, at: app.now(), event: None }
    }

    #[must_use]
    pub fn of(event: Arc<LoggedEvent>) -> Self {
        Self { agency: event.agency, seq: event.seq, at: event.at, event: Some(event) }
    }
}

/// What every message says beside its noun.
#[derive(Clone, Debug, SimpleObject)]
pub struct ChangeMeta {
    /// Give it as `after` to go on from here.
    cursor: Cursor,
    /// What happened; SNAPSHOT for the first message of a stream that shows one thing.
    kind: EventKind,
    /// When it happened.
    at: DateTime<Utc>,
    /// Which fields changed, as of this event. The object itself is loaded when the message is made and may be newer.
    changes: Vec<FieldChange>,
    /// True for the first message of a stream that shows one thing: how it is now, not an event.
    snapshot: bool,
}

/// One field that changed.
#[derive(Clone, Debug, SimpleObject)]
pub struct FieldChange {
    /// The field's name.
    field: String,
    /// What it was; null when it was empty or its values are personal.
    from: Option<Json<serde_json::Value>>,
    /// What it is; null when it is empty or its values are personal.
    to: Option<Json<serde_json::Value>>,
}

impl From<&events::FieldChange> for FieldChange {
    fn from(change: &events::FieldChange) -> Self {
        let (from, to) = (change.from.clone().map(Json), change.to.clone().map(Json));
        Self { field: change.field.clone(), from, to }
    }
}

impl From<&Moment> for ChangeMeta {
    fn from(moment: &Moment) -> Self {
        let changes = moment.event.iter().flat_map(|event| &event.changes);
        Self {
            cursor: Cursor(cursor::encode(moment.agency, moment.seq)),
            kind: moment.event.as_ref().map_or(EventKind::Snapshot, |event| event.kind),
            at: moment.at,
            changes: changes.map(Into::into).collect(),
            snapshot: moment.event.is_none(),
        }
    }
}

/// Opens, or delivers, a live root. `may_open` checks permission and ids; it runs only when the root is opened.
/// `pick` makes a message of a moment, or nothing when the moment does not concern this root.
pub async fn changes<T: Send + 'static>(
    ctx: &Context<'_>,
    ask: Ask,
    may_open: impl Future<Output = error::Result<()>>,
    pick: impl Fn(&Moment) -> Option<T> + Send + Sync + 'static,
) -> Result<stream::BoxStream<'static, Result<T>>> {
    if let Some(Delivery(moment)) = ctx.data_opt::<Delivery>() {
        return Ok(stream::iter(pick(moment).map(Ok)).boxed());
    }
    may_open.await?;
    let (app, scope) = (ctx.app(), ctx.scope()?);
    let after = ask.after.as_ref().map(|c| cursor::decode(scope.agency(), "after", &c.0)).transpose()?;
    let start = live::start(app, scope, after).await?;
    let has_snapshot = ask.has_snapshot && after.is_none();
    if let Some(slot) = ctx.data_opt::<Slot>() {
        let matches: Matches = Arc::new(move |event| pick(&Moment::of(event.clone())).is_some());
        *slot.plan.lock().unwrap_or_else(PoisonError::into_inner) =
            Some(Plan { start, has_snapshot, matches });
        return Ok(stream::empty().boxed());
    }
    let first = has_snapshot.then(|| Moment::snapshot(app, scope, start)).and_then(|now| pick(&now));
    Ok(stream::iter(first.map(Ok)).chain(moments(app, scope, start, pick)).boxed())
}

fn moments<T: Send + 'static>(
    app: &App,
    scope: &Scope,
    start: i64,
    pick: impl Fn(&Moment) -> Option<T> + Send + Sync + 'static,
) -> impl Stream<Item = Result<T>> + Send + 'static {
    live::follow(app, scope, start).filter_map(move |event| {
        std::future::ready(match event {
            Ok(event) => pick(&Moment::of(event)).map(Ok),
            Err(error) => Some(Err(error.into())),
        })
    })
}
