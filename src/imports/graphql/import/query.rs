//! Imports on Query.

use super::Import;
use crate::{
    graphql::{Connection, CtxExt, Id, Result, connect, connection::page_args, filter::IdFilter},
    imports::{self, ImportFilter},
};
use async_graphql::{Context, InputObject, Object};
use entity::{
    ids::{ImportId, WorkspaceId},
    import::ImportStatus,
};

/// Which imports; all conditions must hold.
#[derive(Clone, Default, InputObject)]
#[graphql(name = "ImportFilter")]
pub struct ImportFilterInput {
    /// By workspace.
    workspace_id: Option<IdFilter<WorkspaceId>>,
    /// With one of these statuses.
    statuses: Option<Vec<ImportStatus>>,
}

impl From<ImportFilterInput> for ImportFilter {
    fn from(f: ImportFilterInput) -> Self {
        Self { workspace: f.workspace_id.map(IdFilter::of), statuses: f.statuses }
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

    /// The agency's imports, newest first.
    async fn imports(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first so many, 1 to 100; 25 when absent.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many instead.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which ones.")] filter: Option<ImportFilterInput>,
    ) -> Result<Connection<Import>> {
        let (app, scope) = (ctx.app().clone(), ctx.scope()?.clone());
        let filter: ImportFilter = filter.unwrap_or_default().into();
        let args = page_args(first, after, last, before);
        let page = connect(args, async |args| imports::list(&app, &scope, &filter, &args).await).await?;
        Ok(page.counted_by(move || imports::count(app.clone(), scope.clone(), filter.clone())))
    }
}
