//! Notifications on Subscription: of one member, so a stream of its own and not a root over the agency's log.

use super::Notification;
use crate::{
    graphql::{
        CtxExt, Result,
        live::{FieldChange, stands},
        scalars::Cursor,
    },
    insight::notifications,
    kernel::live::cursor,
};
use async_graphql::{Context, SimpleObject, Subscription};
use chrono::{DateTime, Utc};
use entity::event_kind::EventKind;
use futures_util::{Stream, StreamExt};

/// A notification that was just made.
#[derive(SimpleObject)]
pub struct NotificationChange {
    /// Give it as `after` to go on from here.
    cursor: Cursor,
    /// What happened, so that you are told: the kind of the event the notification is made of.
    kind: EventKind,
    /// When it was made.
    at: DateTime<Utc>,
    /// Always empty: a notification is new, and being read is told to nobody.
    changes: Vec<FieldChange>,
    /// The notification.
    notification: Notification,
    /// Always false: this stream shows what comes, not how things are.
    snapshot: bool,
}

#[derive(Default)]
pub struct NotificationSubscription;

#[Subscription]
impl NotificationSubscription {
    /// What you should know, as it happens.
    async fn notifications(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Begin after this place: replays what was missed, then goes on live.")]
        after: Option<Cursor>,
    ) -> Result<impl Stream<Item = Result<NotificationChange>> + use<>> {
        let (app, scope) = (ctx.app(), ctx.scope()?);
        let after = after.as_ref().map(|cursor| cursor.0.as_str());
        let start = notifications::start(app, scope, after).await?;
        stands(ctx);
        let agency = scope.agency();
        Ok(notifications::follow(app, scope, start).map(move |row| {
            let row = row?;
            Ok(NotificationChange {
                cursor: Cursor(cursor::encode(agency, row.seq)),
                kind: row.event_kind,
                at: row.created_at,
                changes: vec![],
                notification: row.into(),
                snapshot: false,
            })
        }))
    }
}
