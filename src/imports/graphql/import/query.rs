//! Imports on Query.

use super::Import;
use crate::{
    graphql::{
        Connection, CtxExt, Id, Result, connect,
        connection::page_args,
        filter::{ChoiceFilter, DateTimeFilter, IdFilter},
        order::OrderDirection,
    },
    imports::{self, ImportFilter},
    kernel::page::OrderBy,
};
use async_graphql::{Context, Enum, InputObject, Object};
use entity::{
    ids::{ImportId, WorkspaceId},
    import::{Column, Entity, ImportStatus},
};

/// Which imports; all conditions must hold.
#[derive(Clone, Debug, Default, InputObject)]
#[graphql(name = "ImportFilter")]
pub struct ImportFilterInput {
    /// By workspace.
    workspace_id: Option<IdFilter<WorkspaceId>>,
    /// By status.
    status: Option<ChoiceFilter<ImportStatus>>,
    /// By when they were made.
    created_at: Option<DateTimeFilter>,
    /// All of these must hold too.
    and: Option<Vec<Self>>,
    /// At least one of these must hold too.
    or: Option<Vec<Self>>,
    /// This must not hold.
    not: Option<Box<Self>>,
}

impl From<ImportFilterInput> for ImportFilter {
    fn from(f: ImportFilterInput) -> Self {
        let all = |filters: Option<Vec<ImportFilterInput>>| {
            filters.unwrap_or_default().into_iter().map(Into::into).collect()
        };
        Self {
            workspace: f.workspace_id.map(IdFilter::of).unwrap_or_default(),
            status: f.status.map(Into::into).unwrap_or_default(),
            created_at: f.created_at.map(Into::into).unwrap_or_default(),
            and: all(f.and),
            or: all(f.or),
            not: f.not.map(|not| Box::new((*not).into())),
        }
    }
}

/// What imports can be sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Enum)]
pub enum ImportOrderField {
    /// When they were made.
    #[default]
    CreatedAt,
}

/// How imports are sorted.
#[derive(Clone, Copy, Debug, Default, InputObject)]
pub struct ImportOrder {
    /// By what.
    #[graphql(default)]
    field: ImportOrderField,
    /// Which way; DESC, newest first, when absent.
    #[graphql(default)]
    direction: OrderDirection,
}

impl From<ImportOrder> for OrderBy<Entity> {
    fn from(order: ImportOrder) -> Self {
        let column = match order.field {
            ImportOrderField::CreatedAt => Column::CreatedAt,
        };
        Self { column, is_descending: order.direction.is_descending() }
    }
}

#[derive(Default)]
pub struct ImportQuery;

#[Object]
impl ImportQuery {
    /// One import.
    async fn import(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its id.")] id: Id<ImportId>,
    ) -> Result<Import> {
        Ok(imports::get(ctx.app(), ctx.scope()?, id.0).await?.into())
    }

    /// The agency's imports, newest first unless said otherwise.
    #[expect(clippy::too_many_arguments, reason = "the arguments every list takes")]
    async fn imports(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first so many, 1 to 100; 25 when absent.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many instead.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which ones.")] filter: Option<ImportFilterInput>,
        #[graphql(desc = "In which order.")] order_by: Option<ImportOrder>,
    ) -> Result<Connection<Import>> {
        let (app, scope) = (ctx.app().clone(), ctx.scope()?.clone());
        let filter: ImportFilter = filter.unwrap_or_default().into();
        let (args, order) = (page_args(first, after, last, before), order_by.unwrap_or_default().into());
        let page =
            connect(args, async |args| imports::list(&app, &scope, &filter, order, &args).await).await?;
        Ok(page.counted_by(move || imports::count(app.clone(), scope.clone(), filter.clone())))
    }
}
