//! Data sources on Subscription.

use super::DataSource;
use crate::{
    graphql::{
        CtxExt, Id, Result,
        live::{Ask, ChangeMeta, Moment, changes},
        scalars::Cursor,
    },
    kernel::{permission::Permission, scope::Visibility},
};
use async_graphql::{ComplexObject, Context, SimpleObject, Subscription};
use entity::{event_kind::SubjectKind, ids::DataSourceId};
use futures_util::Stream;

/// Something that happened to a data source.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct DataSourceChange {
    #[graphql(flatten)]
    meta: ChangeMeta,
    /// Which one.
    data_source_id: Id<DataSourceId>,
}

#[ComplexObject]
impl DataSourceChange {
    /// The data source, as it is when this message is made; null when it is gone.
    async fn data_source(&self, ctx: &Context<'_>) -> Result<Option<DataSource>> {
        let found = DataSource::find(ctx, self.data_source_id.0).await?;
        Ok(found.filter(|source| source.0.deleted_at.is_none()))
    }
}

impl DataSourceChange {
    fn of(moment: &Moment) -> Option<Self> {
        let subject = moment.event.as_ref()?.subject;
        let id = (subject.kind == SubjectKind::DataSource).then_some(Id(subject.id.into()))?;
        Some(Self { meta: moment.into(), data_source_id: id })
    }
}

#[derive(Default)]
pub struct DataSourceSubscription;

#[Subscription]
impl DataSourceSubscription {
    /// Every change of every data source: made, changed, tested, removed.
    async fn data_source_changes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Go on after this cursor; without it, from now on.")] after: Option<Cursor>,
    ) -> Result<impl Stream<Item = Result<DataSourceChange>> + use<>> {
        let scope = ctx.scope()?.clone();
        let sees = *scope.visibility() == Visibility::Agency;
        let may_open = async move { scope.require(Permission::Read) };
        changes(ctx, Ask { after, has_snapshot: false }, may_open, move |moment| {
            DataSourceChange::of(moment).filter(|_| sees)
        })
        .await
    }
}
