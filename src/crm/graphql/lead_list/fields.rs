//! A list of leads.

use crate::{
    crm::{graphql::Lead, lists},
    graphql::{
        Connection, Id, Result,
        batch::{self, Batch, PageOf, by_args, keyed},
        connection::page_args,
        node,
    },
    identity::graphql::Workspace,
    kernel::{app::App, error, page::Page, scope::Scope},
};
use async_graphql::{Context, Object};
use chrono::{DateTime, Utc};
use entity::{
    ids::{LeadListId, WorkspaceId},
    lead,
};
use std::collections::HashMap;

node! {
    /// A named set of leads, usually one import.
    LeadList(lead_list)
}

/// A named set of leads, usually one import.
#[Object]
impl LeadList {
    /// Its id.
    pub async fn id(&self) -> Id<LeadListId> {
        self.0.id.into()
    }

    /// The workspace it belongs to.
    fn workspace_id(&self) -> Id<WorkspaceId> {
        self.0.workspace_id.into()
    }

    /// That workspace.
    async fn workspace(&self, ctx: &Context<'_>) -> Result<Option<Workspace>> {
        Workspace::find(ctx, self.0.workspace_id).await
    }

    /// What people call it.
    fn name(&self) -> &str {
        &self.0.name
    }

    /// The file it came from, if it is an import.
    fn source_filename(&self) -> Option<&str> {
        self.0.source_filename.as_deref()
    }

    /// How many live leads are in it.
    fn lead_count(&self) -> i32 {
        self.0.lead_count
    }

    /// Its leads, who was made last first. To filter or sort them, ask `leads(filter: {listIds: […]})`.
    async fn leads(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "So many from the start, 1 to 100; 25 unless given.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "So many from the end, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Lead>> {
        let args = page_args(first, after, last, before);
        let page = batch::children::<Leads, _, _>(ctx, self.0.id, args).await?;
        let count = (self.0.lead_count.unsigned_abs().into(), false);
        Ok(Connection::from(page).counted_by(move || std::future::ready(Ok(count))))
    }

    /// Raised by every change; give it as `expectedVersion`.
    fn version(&self) -> i32 {
        self.0.version
    }

    /// When it was deleted.
    fn deleted_at(&self) -> Option<DateTime<Utc>> {
        self.0.deleted_at
    }

    /// When it was made.
    fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }

    /// When it was last changed.
    fn updated_at(&self) -> DateTime<Utc> {
        self.0.updated_at
    }
}

struct Leads;

impl Batch for Leads {
    type Key = PageOf<LeadListId>;
    type Value = Page<lead::Model>;

    async fn load(
        app: &App,
        scope: &Scope,
        keys: &[PageOf<LeadListId>],
    ) -> error::Result<HashMap<PageOf<LeadListId>, Page<lead::Model>>> {
        let mut found = HashMap::new();
        for (args, ids) in by_args(keys) {
            found.extend(keyed(&args, lists::leads(app, scope, &ids, &args).await?));
        }
        Ok(found)
    }
}
