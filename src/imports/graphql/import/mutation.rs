//! Imports on Mutation.

use super::Import;
use crate::{
    graphql::{CtxExt, Id, Result},
    imports::{self, ImportOptions, NewImport, Wishes, file::Wish, mapping::MappingWish},
};
use async_graphql::{Context, InputObject, Object};
use entity::{
    ids::{CampaignId, FileId, ImportId, ImportMappingId, LeadListId, WorkspaceId},
    import::{OnDuplicate, OnInvalid},
    import_parts::ImportField,
};

/// A file to be imported.
#[derive(InputObject)]
pub struct ImportCreateInput {
    /// A file that was sent (uploadCreate, or POST /files): CSV or XLSX.
    file_id: Id<FileId>,
    /// The workspace the leads go to; may be left out when the agency has only one.
    workspace_id: Option<Id<WorkspaceId>>,
    /// A list the leads join. Give this or `listName`, or neither.
    lead_list_id: Option<Id<LeadListId>>,
    /// The name of a list to be made for them when the import is applied.
    list_name: Option<String>,
    /// A campaign the leads join.
    campaign_id: Option<Id<CampaignId>>,
    /// A mapping that was kept; without it one for the same columns is used by itself, where there is one.
    mapping_id: Option<Id<ImportMappingId>>,
    /// Of a workbook: the sheet's name; the first one when absent.
    sheet: Option<String>,
    /// The file's encoding, such as windows-1252; found out when absent.
    encoding: Option<String>,
    /// What stands between cells, one character; found out when absent.
    delimiter: Option<String>,
    /// Whether the first row names the columns; found out when absent.
    has_header: Option<bool>,
    /// What becomes of people who are leads already.
    #[graphql(default_with = "OnDuplicate::Update")]
    on_duplicate: OnDuplicate,
    /// What becomes of rows with a value that is none of its kind.
    #[graphql(default_with = "OnInvalid::Reject")]
    on_invalid: OnInvalid,
    /// Whether an empty cell clears the field, instead of keeping what is there.
    #[graphql(default)]
    clear_on_empty: bool,
    /// The country of phone numbers that name none, ISO 3166-1 alpha-2.
    country: Option<String>,
    /// Import it although the same file was imported into this workspace before.
    #[graphql(default)]
    allow_again: bool,
}

impl From<ImportCreateInput> for NewImport {
    fn from(i: ImportCreateInput) -> Self {
        Self {
            file: i.file_id.0,
            workspace: i.workspace_id.map(|id| id.0),
            list: i.lead_list_id.map(|id| id.0),
            list_name: i.list_name,
            campaign: i.campaign_id.map(|id| id.0),
            sheet: i.sheet,
            wish: Wish { encoding: i.encoding, delimiter: i.delimiter, has_header: i.has_header },
            options: ImportOptions {
                on_duplicate: i.on_duplicate,
                on_invalid: i.on_invalid,
                clear_on_empty: i.clear_on_empty,
                country: i.country,
            },
            mapping: i.mapping_id.map(|id| id.0),
            allow_again: i.allow_again,
        }
    }
}

/// What a column is.
#[derive(InputObject)]
pub struct ImportColumnInput {
    /// The column's name.
    column: String,
    /// What it is.
    field: ImportField,
    /// Of CUSTOM: what the field is called; as the column when absent.
    custom_field: Option<String>,
}

/// Which column is what. What is left out stays.
#[derive(InputObject)]
pub struct ImportMapInput {
    /// The import.
    id: Id<ImportId>,
    /// The columns; those that are not named are left out. Without this and `mappingId` the suggestion is taken.
    #[graphql(validator(max_items = 512))]
    columns: Option<Vec<ImportColumnInput>>,
    /// A mapping that was kept.
    mapping_id: Option<Id<ImportMappingId>>,
    /// What becomes of people who are leads already.
    on_duplicate: Option<OnDuplicate>,
    /// What becomes of rows with a value that is none of its kind.
    on_invalid: Option<OnInvalid>,
    /// Whether an empty cell clears the field.
    clear_on_empty: Option<bool>,
    /// The country of phone numbers that name none, ISO 3166-1 alpha-2.
    country: Option<String>,
    /// Refuse when it has another version by now.
    expected_version: Option<i32>,
}

impl From<ImportMapInput> for Wishes {
    fn from(i: ImportMapInput) -> Self {
        let column = |c: ImportColumnInput| MappingWish {
            column: c.column,
            field: c.field,
            custom_field: c.custom_field,
        };
        Self {
            columns: i.columns.map(|all| all.into_iter().map(column).collect()),
            saved: i.mapping_id.map(|id| id.0),
            on_duplicate: i.on_duplicate,
            on_invalid: i.on_invalid,
            clear_on_empty: i.clear_on_empty,
            country: i.country,
            expected_version: i.expected_version,
        }
    }
}

/// Which import.
#[derive(InputObject)]
pub struct ImportPlanInput {
    /// Its id.
    id: Id<ImportId>,
    /// Refuse when it has another version by now.
    expected_version: Option<i32>,
}

/// Which import.
#[derive(InputObject)]
pub struct ImportApplyInput {
    /// Its id.
    id: Id<ImportId>,
    /// Refuse when it has another version by now.
    expected_version: Option<i32>,
}

/// Which import.
#[derive(InputObject)]
pub struct ImportRevertInput {
    /// Its id.
    id: Id<ImportId>,
    /// Refuse when it has another version by now.
    expected_version: Option<i32>,
}

/// Which import.
#[derive(InputObject)]
pub struct ImportCancelInput {
    /// Its id.
    id: Id<ImportId>,
}

#[derive(Default)]
pub struct ImportMutation;

#[Object]
impl ImportMutation {
    /// Looks at a file that was sent: how it is read, and which column seems to be what. Nothing is imported yet.
    async fn import_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The file that was sent, how it is read, and where its people go.")]
        input: ImportCreateInput,
    ) -> Result<Import> {
        Ok(imports::create(ctx.app(), ctx.scope()?, input.into()).await?.into())
    }

    /// Says which column is what; may be said anew until the import is applied.
    async fn import_map(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which column is what, said one by one or by a kept mapping.")]
        input: ImportMapInput,
    ) -> Result<Import> {
        let id = input.id.0;
        Ok(imports::map(ctx.app(), ctx.scope()?, id, input.into()).await?.into())
    }

    /// Finds out what would happen, row by row. The answer comes at once; follow `importProgress` until it is PLANNED.
    async fn import_plan(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The import to look through, row by row.")] input: ImportPlanInput,
    ) -> Result<Import> {
        let (id, version) = (input.id.0, input.expected_version);
        Ok(imports::plan(ctx.app(), ctx.scope()?, id, version).await?.into())
    }

    /// Makes leads of the rows, as planned. The answer comes at once; follow `importProgress` until it is APPLIED.
    async fn import_apply(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The planned import whose rows become leads.")] input: ImportApplyInput,
    ) -> Result<Import> {
        let (id, version) = (input.id.0, input.expected_version);
        Ok(imports::apply(ctx.app(), ctx.scope()?, id, version).await?.into())
    }

    /// Stops an import; what it brought until then stays, and can be undone. To interrupt it, pause its job instead. While a
    /// job is at work on it: your own, or any with the permission to control all jobs.
    async fn import_cancel(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The import to stop.")] input: ImportCancelInput,
    ) -> Result<Import> {
        Ok(imports::cancel(ctx.app(), ctx.scope()?, input.id.0).await?.into())
    }

    /// Undoes an import: leads it made go, leads it changed are as they were; those that were changed since stay, and are
    /// told. The answer comes at once; follow `importProgress` until it is REVERTED.
    async fn import_revert(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The applied import to undo.")] input: ImportRevertInput,
    ) -> Result<Import> {
        let (id, version) = (input.id.0, input.expected_version);
        Ok(imports::revert(ctx.app(), ctx.scope()?, id, version).await?.into())
    }
}
