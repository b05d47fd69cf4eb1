//! Imports on Subscription.

use super::Import;
use crate::{
    graphql::{
        CtxExt, Id, Result,
        live::{Ask, ChangeMeta, Moment, changes},
        scalars::Cursor,
    },
    imports,
};
use async_graphql::{ComplexObject, Context, SimpleObject, Subscription};
use entity::{event_kind::SubjectKind, ids::ImportId};
use futures_util::Stream;

/// Something that happened to an import.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct ImportChange {
    #[graphql(flatten)]
    meta: ChangeMeta,
    #[graphql(skip)]
    id: ImportId,
}

#[ComplexObject]
impl ImportChange {
    /// The import, as it is when this message is made.
    async fn import(&self, ctx: &Context<'_>) -> Result<Import> {
        Import::required(ctx, self.id).await
    }
}

#[derive(Default)]
pub struct ImportSubscription;

#[Subscription]
impl ImportSubscription {
    /// One import: how it is now, then each step of it and, while it is worked on, every few hundred rows.
    async fn import_progress(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which import.")] id: Id<ImportId>,
        #[graphql(desc = "Go on after this cursor; then there is no first message.")] after: Option<Cursor>,
    ) -> Result<impl Stream<Item = Result<ImportChange>> + use<>> {
        let (app, scope, id) = (ctx.app().clone(), ctx.scope()?.clone(), id.0);
        let may_open = async move { imports::get(&app, &scope, id).await.map(drop) };
        changes(ctx, Ask { after, has_snapshot: true }, may_open, move |moment: &Moment| {
            let is_mine = moment.event.as_ref().is_none_or(|event| event.touches(SubjectKind::Import, id.0));
            is_mine.then(|| ImportChange { meta: moment.into(), id })
        })
        .await
    }
}
