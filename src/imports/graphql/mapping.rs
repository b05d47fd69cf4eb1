//! Mappings that were kept.

use super::import::MappedColumnShown;
use crate::{
    graphql::{Connection, CtxExt, Id, Result, connect, connection::page_args, node},
    imports::mapping,
};
use async_graphql::{Context, InputObject, Object, SimpleObject};
use chrono::{DateTime, Utc};
use entity::ids::{ImportId, ImportMappingId};

node! {
    /// A mapping worth keeping: suggested by itself for the next file with the same columns.
    ImportMapping(import_mapping)
}

/// A mapping worth keeping: suggested by itself for the next file with the same columns.
#[Object]
impl ImportMapping {
    /// Its id.
    pub async fn id(&self) -> Id<ImportMappingId> {
        self.0.id.into()
    }

    /// What people call it.
    fn name(&self) -> &str {
        &self.0.name
    }

    /// Which column is what.
    fn columns(&self) -> Vec<MappedColumnShown> {
        self.0.mapping.0.iter().map(Into::into).collect()
    }

    /// Raised by every change.
    fn version(&self) -> i32 {
        self.0.version
    }

    /// When it was made.
    fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }

    /// When it last changed.
    fn updated_at(&self) -> DateTime<Utc> {
        self.0.updated_at
    }
}

/// Which mapping to keep.
#[derive(InputObject)]
pub struct ImportMappingSaveInput {
    /// The import whose mapping it is; it has been mapped (importMap).
    import_id: Id<ImportId>,
    /// What people call it; 1 to 100 characters. One of the same name is replaced.
    name: String,
}

/// Which mapping to forget.
#[derive(InputObject)]
pub struct ImportMappingDeleteInput {
    /// Its id.
    id: Id<ImportMappingId>,
}

/// A mapping that is forgotten.
#[derive(SimpleObject)]
pub struct ImportMappingDeleteResult {
    /// It is not there any more.
    deleted_id: Id<ImportMappingId>,
}

#[derive(Default)]
pub struct MappingQuery;

#[Object]
impl MappingQuery {
    /// The mappings that were kept, by name.
    async fn import_mappings(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first so many, 1 to 100; 25 when absent.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many instead.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
    ) -> Result<Connection<ImportMapping>> {
        let (app, scope) = (ctx.app().clone(), ctx.scope()?.clone());
        let args = page_args(first, after, last, before);
        let page = connect(args, async |args| mapping::list(&app, &scope, &args).await).await?;
        Ok(page.counted_by(move || mapping::count(app.clone(), scope.clone())))
    }
}

#[derive(Default)]
pub struct MappingMutation;

#[Object]
impl MappingMutation {
    /// Keeps the mapping of an import for files with the same columns.
    async fn import_mapping_save(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The import whose mapping is kept, and under which name.")]
        input: ImportMappingSaveInput,
    ) -> Result<ImportMapping> {
        Ok(mapping::save(ctx.app(), ctx.scope()?, input.import_id.0, &input.name).await?.into())
    }

    /// Forgets a mapping; imports that used it stay as they are.
    async fn import_mapping_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The kept mapping to forget.")] input: ImportMappingDeleteInput,
    ) -> Result<ImportMappingDeleteResult> {
        let deleted_id = mapping::delete(ctx.app(), ctx.scope()?, input.id.0).await?.into();
        Ok(ImportMappingDeleteResult { deleted_id })
    }
}
