//! Data sources on Query.

use super::DataSource;
use crate::{
    connections::{self, DataSourceFilter},
    graphql::{
        Connection, CtxExt, Id, Result, connect,
        connection::page_args,
        filter::{TextFilter, choice},
        order::OrderDirection,
    },
    kernel::{filter::Choice, page::OrderBy},
};
use async_graphql::{Context, Enum, InputObject, Object};
use entity::{
    data_source::{self, DataSourceKind, DataSourceStatus},
    ids::DataSourceId,
};

/// Conditions on a data source's kind.
#[derive(Clone, Debug, Default, InputObject)]
pub struct DataSourceKindFilter {
    /// Is this.
    eq: Option<DataSourceKind>,
    /// Is one of these.
    #[graphql(name = "in", validator(max_items = 100))]
    is_in: Option<Vec<DataSourceKind>>,
    /// Is not this.
    not: Option<DataSourceKind>,
}

/// Conditions on whether a data source is used.
#[derive(Clone, Debug, Default, InputObject)]
pub struct DataSourceStatusFilter {
    /// Is this.
    eq: Option<DataSourceStatus>,
    /// Is one of these.
    #[graphql(name = "in", validator(max_items = 100))]
    is_in: Option<Vec<DataSourceStatus>>,
    /// Is not this.
    not: Option<DataSourceStatus>,
}

/// Which data sources; all conditions must hold.
#[derive(Clone, Debug, Default, InputObject)]
#[graphql(name = "DataSourceFilter")]
pub struct DataSourceFilterInput {
    /// By name.
    name: Option<TextFilter>,
    /// By provider or form.
    kind: Option<DataSourceKindFilter>,
    /// By whether it is used.
    status: Option<DataSourceStatusFilter>,
    /// All of these must hold too.
    and: Option<Vec<Self>>,
    /// At least one of these must hold too.
    or: Option<Vec<Self>>,
    /// This must not hold.
    not: Option<Box<Self>>,
}

impl From<DataSourceFilterInput> for DataSourceFilter {
    fn from(f: DataSourceFilterInput) -> Self {
        let all = |filters: Option<Vec<DataSourceFilterInput>>| {
            filters.unwrap_or_default().into_iter().map(Into::into).collect()
        };
        Self {
            name: f.name.map(Into::into).unwrap_or_default(),
            kind: f.kind.map_or_else(Choice::default, |f| choice(f.eq, f.is_in, f.not, None)),
            status: f.status.map_or_else(Choice::default, |f| choice(f.eq, f.is_in, f.not, None)),
            and: all(f.and),
            or: all(f.or),
            not: f.not.map(|not| Box::new((*not).into())),
        }
    }
}

/// What data sources can be sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Enum)]
pub enum DataSourceOrderField {
    /// When they were made.
    #[default]
    CreatedAt,
    /// By name.
    Name,
}

/// How data sources are sorted.
#[derive(Clone, Copy, Debug, Default, InputObject)]
pub struct DataSourceOrder {
    /// By what.
    #[graphql(default)]
    field: DataSourceOrderField,
    /// Which way; DESC when absent.
    #[graphql(default)]
    direction: OrderDirection,
}

impl From<DataSourceOrder> for OrderBy<data_source::Entity> {
    fn from(order: DataSourceOrder) -> Self {
        let column = match order.field {
            DataSourceOrderField::CreatedAt => data_source::Column::CreatedAt,
            DataSourceOrderField::Name => data_source::Column::NameFolded,
        };
        Self { column, is_descending: order.direction.is_descending() }
    }
}

#[derive(Default)]
pub struct DataSourceQuery;

#[Object]
impl DataSourceQuery {
    /// One data source.
    async fn data_source(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its id.")] id: Id<DataSourceId>,
    ) -> Result<DataSource> {
        Ok(connections::get(ctx.app(), ctx.scope()?, id.0).await?.into())
    }

    /// The agency's data sources, newest first unless said otherwise.
    #[expect(clippy::too_many_arguments, reason = "the arguments every list takes")]
    async fn data_sources(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first so many, 1 to 100; 25 when absent.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many instead.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which ones.")] filter: Option<DataSourceFilterInput>,
        #[graphql(desc = "Part of a name.")] search: Option<String>,
        #[graphql(desc = "In which order.")] order_by: Option<DataSourceOrder>,
    ) -> Result<Connection<DataSource>> {
        let (app, scope) = (ctx.app().clone(), ctx.scope()?.clone());
        let asked = (filter.unwrap_or_default().into(), search);
        let (args, order) = (page_args(first, after, last, before), order_by.unwrap_or_default().into());
        let page =
            connect(args, async |args| connections::list(&app, &scope, &asked, order, &args).await).await?;
        Ok(page.counted_by(move || connections::count(app.clone(), scope.clone(), asked.clone())))
    }
}
