//! Notifications on Query and Mutation.

use super::Notification;
use crate::{
    graphql::{Connection, CtxExt, Id, Result, connect, connection::page_args, scalars::nearest_kept},
    insight::notifications::{self, NotificationFilter, Preference},
};
use async_graphql::{Context, InputObject, Object, SimpleObject};
use chrono::{DateTime, Utc};
use entity::{ids::NotificationId, notification::NotificationKind};

/// Whether you want to be told of one kind of thing.
#[derive(SimpleObject)]
pub struct NotificationPreference {
    /// What it is about.
    kind: NotificationKind,
    /// Whether you want to be told; you do, until you say otherwise.
    is_enabled: bool,
}

impl From<Preference> for NotificationPreference {
    fn from(Preference { kind, is_enabled }: Preference) -> Self {
        Self { kind, is_enabled }
    }
}

#[derive(Default)]
pub struct NotificationQuery;

#[Object]
impl NotificationQuery {
    /// What you should know, newest first. With `unreadOnly`, `totalCount` is the number for a badge.
    #[expect(clippy::too_many_arguments, reason = "the arguments every list takes")]
    async fn notifications(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first so many, 1 to 100; 25 when absent.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many instead.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
        #[graphql(desc = "Only those that are not read.")] unread_only: Option<bool>,
        #[graphql(desc = "Only these kinds; all without it.", validator(max_items = 100))] kinds: Option<
            Vec<NotificationKind>,
        >,
    ) -> Result<Connection<Notification>> {
        let (app, scope) = (ctx.app().clone(), ctx.scope()?.clone());
        let is_unread_only = unread_only.unwrap_or_default();
        let filter = NotificationFilter { is_unread_only, kinds: kinds.unwrap_or_default() };
        let args = page_args(first, after, last, before);
        let page =
            connect(args, async |args| notifications::list(&app, &scope, &filter, &args).await).await?;
        Ok(page.counted_by(move || notifications::count(app.clone(), scope.clone(), filter.clone())))
    }

    /// What you want to be told: every kind, and whether you do.
    async fn notification_preferences(&self, ctx: &Context<'_>) -> Result<Vec<NotificationPreference>> {
        let all = notifications::preferences(ctx.app(), ctx.scope()?).await?;
        Ok(all.into_iter().map(Into::into).collect())
    }
}

/// Which notification was read.
#[derive(InputObject)]
pub struct NotificationMarkReadInput {
    /// Which one.
    id: Id<NotificationId>,
    /// Whether it is read; false takes that back.
    #[graphql(default = true)]
    is_read: bool,
}

/// Which notifications were read.
#[derive(InputObject)]
pub struct NotificationsMarkAllReadInput {
    /// Only those made by then: what you have seen. Without it, all.
    until: Option<DateTime<Utc>>,
}

/// What was marked.
#[derive(SimpleObject)]
pub struct NotificationsMarkedRead {
    /// How many were not read before.
    count: i64,
}

/// Whether you want to be told of one kind of thing.
#[derive(InputObject)]
pub struct NotificationPreferenceInput {
    /// What it is about.
    kind: NotificationKind,
    /// Whether you want to be told.
    is_enabled: bool,
}

/// What you want to be told.
#[derive(InputObject)]
pub struct NotificationPreferencesUpdateInput {
    /// The kinds to change; the others stay as they are.
    #[graphql(validator(max_items = 100))]
    preferences: Vec<NotificationPreferenceInput>,
}

#[derive(Default)]
pub struct NotificationMutation;

#[Object]
impl NotificationMutation {
    /// Marks one of your notifications as read, or as not read.
    async fn notification_mark_read(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The notification, and whether it counts as read.")]
        input: NotificationMarkReadInput,
    ) -> Result<Notification> {
        let NotificationMarkReadInput { id, is_read } = input;
        Ok(notifications::mark_read(ctx.app(), ctx.scope()?, id.0, is_read).await?.into())
    }

    /// Marks all your notifications as read.
    async fn notifications_mark_all_read(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Until which moment; without one, all there are.")]
        input: NotificationsMarkAllReadInput,
    ) -> Result<NotificationsMarkedRead> {
        let until = input.until.map(nearest_kept);
        let marked = notifications::mark_all_read(ctx.app(), ctx.scope()?, until).await?;
        Ok(NotificationsMarkedRead { count: i64::try_from(marked).unwrap_or(i64::MAX) })
    }

    /// Says what you want to be told from now on.
    async fn notification_preferences_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The kinds to switch on or off.")] input: NotificationPreferencesUpdateInput,
    ) -> Result<Vec<NotificationPreference>> {
        let each = input.preferences.into_iter();
        let wished: Vec<_> =
            each.map(|wish| Preference { kind: wish.kind, is_enabled: wish.is_enabled }).collect();
        let all = notifications::set_preferences(ctx.app(), ctx.scope()?, &wished).await?;
        Ok(all.into_iter().map(Into::into).collect())
    }
}
