//! The agency's log, as a list and as a stream.

use crate::{
    graphql::{
        Connection, CtxExt, Id, Result, connect,
        connection::page_args,
        live::{Ask, FieldChange, changes},
        scalars::Cursor,
        subject::subject_id,
    },
    kernel::{
        events::LoggedEvent,
        live::{cursor, history},
        permission::Permission,
    },
};
use async_graphql::{Context, ID, Json, Object, Subscription};
use chrono::{DateTime, Utc};
use entity::{
    actor::ActorType,
    event_kind::{EventKind, SubjectKind},
    ids::{CampaignId, WorkspaceId},
};
use futures_util::{Stream, StreamExt};
use std::sync::Arc;

/// Something that happened in the agency. Holds no personal values: fetch the object for those.
pub struct Event(Arc<LoggedEvent>);

impl From<Arc<LoggedEvent>> for Event {
    fn from(event: Arc<LoggedEvent>) -> Self {
        Self(event)
    }
}

/// Something that happened in the agency. Holds no personal values: fetch the object for those.
#[Object]
impl Event {
    /// Its place in the agency's log; give it as `after` to go on from here.
    fn cursor(&self) -> Cursor {
        Cursor(cursor::encode(self.0.agency, self.0.seq))
    }

    /// Its number in the agency's log: counts up without gaps, in the order of commits.
    fn seq(&self) -> i64 {
        self.0.seq
    }

    /// What happened.
    fn kind(&self) -> EventKind {
        self.0.kind
    }

    /// When it happened.
    fn at(&self) -> DateTime<Utc> {
        self.0.at
    }

    /// The kind of thing it happened to.
    fn subject_type(&self) -> SubjectKind {
        self.0.subject.kind
    }

    /// The thing it happened to.
    fn subject_id(&self) -> ID {
        subject_id(self.0.subject)
    }

    /// Further things it touches: the pipeline of a card, the lead of a prospect. To a CLIENT, those they see.
    fn also_touches(&self) -> Vec<ID> {
        self.0.about.also.iter().copied().map(subject_id).collect()
    }

    /// Whether a person, an API key or the system did it.
    fn actor_type(&self) -> ActorType {
        self.0.actor.0
    }

    /// The request that caused it, as `X-Request-Id` names it; null for background work.
    fn request_id(&self) -> Option<&str> {
        self.0.request_id.as_deref()
    }

    /// The workspace it belongs to.
    fn workspace_id(&self) -> Option<Id<WorkspaceId>> {
        self.0.about.workspace.map(Id)
    }

    /// The campaign it belongs to; what happens to a lead, to the one it joined last. To a CLIENT, one of theirs.
    fn campaign_id(&self) -> Option<Id<CampaignId>> {
        self.0.about.campaign.map(Id)
    }

    /// Which fields changed.
    fn changes(&self) -> Vec<FieldChange> {
        self.0.changes.iter().map(Into::into).collect()
    }

    /// The fact itself, as docs/events.md describes it for this kind; to a CLIENT, without what is hidden from them.
    fn payload(&self) -> Json<&serde_json::Value> {
        Json(&self.0.fact)
    }
}

#[derive(Default)]
pub struct EventQuery;

#[Object]
impl EventQuery {
    /// What happened in the agency, oldest first; `last: 1` gives the newest. A CLIENT sees what happened to their campaigns,
    /// and to the leads and cards of these.
    async fn events(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "At most this many, from the beginning or from `after`; 25 without it, 100 at most."
        )]
        first: Option<i32>,
        #[graphql(desc = "Only what happened after this place.")] after: Option<Cursor>,
        #[graphql(desc = "At most this many, from the end or from `before`; 100 at most.")] last: Option<i32>,
        #[graphql(desc = "Only what happened before this place.")] before: Option<Cursor>,
        #[graphql(desc = "Only these kinds; all without it.")] kinds: Option<Vec<EventKind>>,
    ) -> Result<Connection<Event>> {
        let (app, scope) = (ctx.app(), ctx.scope()?);
        scope.require(Permission::Read)?;
        let args = page_args(first, after.map(|c| c.0), last, before.map(|c| c.0));
        let kinds = kinds.unwrap_or_default();
        connect(args, async |args| history(app, scope, &kinds, &args).await).await
    }
}

#[derive(Default)]
pub struct EventSubscription;

#[Subscription]
impl EventSubscription {
    /// Everything that happens in the agency, as it happens. A CLIENT sees what happens to their campaigns, and to the leads
    /// and cards of these.
    async fn events(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Begin after this place: replays what was missed, then goes on live.")]
        after: Option<Cursor>,
        #[graphql(desc = "Only these kinds; all without it.")] kinds: Option<Vec<EventKind>>,
    ) -> Result<impl Stream<Item = Result<Event>>> {
        let scope = ctx.scope()?.clone();
        let may_open = async move { scope.require(Permission::Read) };
        let is_wanted = move |kind| kinds.as_ref().is_none_or(|kinds| kinds.contains(&kind));
        let pick = move |moment: &crate::graphql::live::Moment| {
            moment.event.clone().filter(|event| is_wanted(event.kind)).map(Event)
        };
        Ok(changes(ctx, Ask { after, has_snapshot: false }, may_open, pick).await?.boxed())
    }
}
