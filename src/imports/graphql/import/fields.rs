//! The type.

use super::{
    parts::{Counts, MappedColumnShown, Plan, Reverted},
    rows::ImportRow,
};
use crate::{
    crm::graphql::{Campaign, LeadList},
    graphql::{
        Connection, CtxExt, Id, Result, connect,
        connection::page_args,
        file::{Bytes, File},
        node,
    },
    identity::graphql::Workspace,
    imports::{self, RowFilter},
    jobs::graphql::Job,
};
use async_graphql::{Context, Object};
use chrono::{DateTime, Utc};
use entity::{
    ids::{ImportId, WorkspaceId},
    import::{ImportFormat, ImportStatus, OnDuplicate, OnInvalid},
    import_row::{RowOutcome, Undone},
};

node! {
    /// A file on its way to becoming leads.
    Import(import)
}

/// A file on its way to becoming leads.
#[Object]
impl Import {
    /// Its id.
    pub async fn id(&self) -> Id<ImportId> {
        self.0.id.into()
    }

    /// The workspace its leads go to.
    fn workspace_id(&self) -> Id<WorkspaceId> {
        self.0.workspace_id.into()
    }

    /// That workspace.
    async fn workspace(&self, ctx: &Context<'_>) -> Result<Option<Workspace>> {
        Workspace::find(ctx, self.0.workspace_id).await
    }

    /// The list its leads join; null: none, or it is made when the import is applied.
    async fn lead_list(&self, ctx: &Context<'_>) -> Result<Option<LeadList>> {
        let Some(id) = self.0.lead_list_id else { return Ok(None) };
        Ok(LeadList::find(ctx, id).await?.filter(|list| list.0.deleted_at.is_none()))
    }

    /// The name of the list that is made when the import is applied.
    fn list_name(&self) -> Option<&str> {
        self.0.list_name.as_deref()
    }

    /// The campaign its leads join.
    async fn campaign(&self, ctx: &Context<'_>) -> Result<Option<Campaign>> {
        let Some(id) = self.0.campaign_id else { return Ok(None) };
        Ok(Campaign::find(ctx, id).await?.filter(|campaign| campaign.0.deleted_at.is_none()))
    }

    /// What was sent; null once it was thrown away.
    async fn file(&self, ctx: &Context<'_>) -> Result<Option<File>> {
        File::named(ctx, Some(self.0.file_id)).await
    }

    /// What the file is called.
    fn file_name(&self) -> &str {
        &self.0.file_name
    }

    /// How long it is, as it is read: of a workbook, as it was sent until it is planned.
    fn bytes(&self) -> Bytes {
        Bytes(self.0.bytes)
    }

    /// What it is.
    fn format(&self) -> ImportFormat {
        self.0.format
    }

    /// Of a workbook: which sheet is read.
    fn sheet(&self) -> Option<&str> {
        self.0.sheet.as_deref()
    }

    /// Its encoding, by the WHATWG's name.
    fn encoding(&self) -> &str {
        &self.0.encoding
    }

    /// What stands between cells; one character.
    fn delimiter(&self) -> &str {
        &self.0.delimiter
    }

    /// Whether its first row names the columns.
    fn has_header(&self) -> bool {
        self.0.has_header
    }

    /// Its columns by name, each name once.
    fn column_names(&self) -> &[String] {
        &self.0.columns.0
    }

    /// Which column seems to be what.
    fn suggestion(&self) -> Vec<MappedColumnShown> {
        self.0.suggestion.0.iter().map(Into::into).collect()
    }

    /// Which column is what; empty until it is mapped.
    fn mapping(&self) -> Vec<MappedColumnShown> {
        self.0.mapping.0.iter().map(Into::into).collect()
    }

    /// What becomes of people who are leads already.
    fn on_duplicate(&self) -> OnDuplicate {
        self.0.on_duplicate
    }

    /// What becomes of rows with a value that is none of its kind.
    fn on_invalid(&self) -> OnInvalid {
        self.0.on_invalid
    }

    /// Whether an empty cell clears the field.
    fn clear_on_empty(&self) -> bool {
        self.0.clear_on_empty
    }

    /// The country of phone numbers that name none, ISO 3166-1 alpha-2.
    fn country(&self) -> Option<&str> {
        self.0.country.as_deref()
    }

    /// Where it is.
    fn status(&self) -> ImportStatus {
        self.0.status
    }

    /// The job that works on it, or did last: progress, log, pause and resume.
    async fn job(&self, ctx: &Context<'_>) -> Result<Option<Job>> {
        let Some(id) = self.0.job_id else { return Ok(None) };
        Job::find(ctx, id).await
    }

    /// What would happen; null until it is planned, and again when the mapping changes.
    fn plan(&self) -> Option<Plan> {
        self.0.plan.as_ref().map(|plan| Plan::of(&self.0, plan))
    }

    /// What happened so far.
    fn counts(&self) -> Counts {
        (&self.0.counts).into()
    }

    /// What became of each row, in the order of the file.
    #[expect(clippy::too_many_arguments, reason = "the arguments every list takes")]
    async fn rows(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first so many, 1 to 100; 25 when absent.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many instead.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
        #[graphql(desc = "Only with these outcomes.")] outcomes: Option<Vec<RowOutcome>>,
        #[graphql(desc = "Only those that undoing did this to.")] undone: Option<Vec<Undone>>,
    ) -> Result<Connection<ImportRow>> {
        let (app, scope, id) = (ctx.app().clone(), ctx.scope()?.clone(), self.0.id);
        let filter = RowFilter { outcomes, undone };
        let args = page_args(first, after, last, before);
        let page =
            connect(args, async |args| imports::rows_of(&app, &scope, (id, &filter), &args).await).await?;
        Ok(page.counted_by(move || imports::row_count(app.clone(), scope.clone(), id, filter.clone())))
    }

    /// The rows that could not be taken, with line numbers, reasons and their cells, as CSV; null when all were, or it was
    /// thrown away.
    async fn error_file(&self, ctx: &Context<'_>) -> Result<Option<File>> {
        File::named(ctx, self.0.error_file_id).await
    }

    /// What undoing did; null: it was not undone.
    fn revert(&self) -> Option<Reverted> {
        self.0.revert.as_ref().map(Into::into)
    }

    /// Why it failed.
    fn error(&self) -> Option<&str> {
        self.0.error.as_deref()
    }

    /// When its plan was made.
    fn planned_at(&self) -> Option<DateTime<Utc>> {
        self.0.planned_at
    }

    /// When all its rows were worked off.
    fn applied_at(&self) -> Option<DateTime<Utc>> {
        self.0.applied_at
    }

    /// When it was undone.
    fn reverted_at(&self) -> Option<DateTime<Utc>> {
        self.0.reverted_at
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
