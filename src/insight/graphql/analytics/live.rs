//! The overview as it changes. Not over the event log itself but over what it adds up to, so a stream of its own.

use super::{
    overview::AnalyticsOverview,
    range::{AnalyticsRangeInput, ask},
};
use crate::{
    graphql::{
        CtxExt, Id, Result,
        live::{FieldChange, stands},
        scalars::Cursor,
    },
    insight::analytics::{self, Told},
    kernel::live::cursor,
};
use async_graphql::{Context, SimpleObject, Subscription};
use chrono::{DateTime, Utc};
use entity::{event_kind::EventKind, ids::WorkspaceId};
use futures_util::{Stream, StreamExt};

/// The overview is another.
#[derive(SimpleObject)]
pub struct AnalyticsOverviewChange {
    /// The place in the agency's log it stands for; give it as `after` to go on from here.
    cursor: Cursor,
    /// Always SNAPSHOT: each message tells how things stand, and many events may have led there.
    kind: EventKind,
    /// Which numbers differ from the message before, by their place in the overview: `leads.total`. Empty in the first message
    /// of a stream, resumed or not.
    changes: Vec<FieldChange>,
    /// When the message was made.
    at: DateTime<Utc>,
    /// True for the first message: how it is now, not a change.
    snapshot: bool,
    /// The overview, of the range as it lies now.
    overview: AnalyticsOverview,
}

#[derive(Default)]
pub struct AnalyticsSubscription;

#[Subscription]
impl AnalyticsSubscription {
    /// The overview as it is now, then whenever it says something else, at most once a second.
    async fn analytics_overview(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Over which time; the last 30 days unless given.")] range: Option<
            AnalyticsRangeInput,
        >,
        #[graphql(desc = "Of this workspace only.")] workspace_id: Option<Id<WorkspaceId>>,
        #[graphql(desc = "Go on after this cursor, without the first message.")] after: Option<Cursor>,
    ) -> Result<impl Stream<Item = Result<AnalyticsOverviewChange>> + use<>> {
        let (app, scope) = (ctx.app().clone(), ctx.scope()?.clone());
        let asked = (ask(range), workspace_id.map(|id| id.0));
        let after = after.as_ref().map(|cursor| cursor.0.as_str());
        let overviews = analytics::follow(&app, &scope, asked, after).await?;
        stands(ctx);
        Ok(overviews.map(move |next| {
            let Told { is, changes, is_snapshot } = next?;
            Ok(AnalyticsOverviewChange {
                cursor: Cursor(cursor::encode(scope.agency(), is.standing.seq)),
                kind: EventKind::Snapshot,
                changes: changes.iter().map(Into::into).collect(),
                at: app.now(),
                snapshot: is_snapshot,
                overview: AnalyticsOverview(is),
            })
        }))
    }
}
