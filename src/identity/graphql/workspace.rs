//! An agency's clients, and its own desk.

use super::offering::Offering;
use crate::{
    graphql::{
        Connection, CtxExt, Id, Result, connect,
        connection::page_args,
        node,
        order::OrderDirection,
        scalars::{EmailAddress, TimeZone},
    },
    identity::workspaces::{self, Which},
    kernel::page::OrderBy,
};
use async_graphql::{Context, Enum, InputObject, Object};
use chrono::{DateTime, Utc};
use entity::{ids::WorkspaceId, workspace};

node! {
    /// One client of the agency, or its own desk. Leads, lists, campaigns and pipelines live in a workspace.
    Workspace(workspace)
}

/// One client of the agency, or its own desk. Leads, lists, campaigns and pipelines live in a workspace.
#[Object]
impl Workspace {
    /// Its id.
    pub async fn id(&self) -> Id<WorkspaceId> {
        self.0.id.into()
    }

    /// What people call it.
    fn name(&self) -> &str {
        &self.0.name
    }

    /// Sender's name when a campaign gives none.
    fn default_from_name(&self) -> Option<&str> {
        self.0.default_from_name.as_deref()
    }

    /// Sender's address when a campaign gives none.
    fn default_from_email(&self) -> Option<EmailAddress> {
        self.0.default_from_email.clone().map(EmailAddress)
    }

    /// Working days and hours are read in it.
    fn time_zone(&self) -> TimeZone {
        TimeZone(self.0.time_zone.clone())
    }

    /// Brand the client is known under.
    fn brand(&self) -> Option<&str> {
        self.0.brand.as_deref()
    }

    /// What the client sells; suggested services are chosen from it.
    fn offerings(&self) -> Vec<Offering> {
        self.0.offerings.0.iter().cloned().map(Offering).collect()
    }

    /// Raised by every change; give it as `expectedVersion`.
    fn version(&self) -> i32 {
        self.0.version
    }

    /// Takes nothing new since then.
    fn archived_at(&self) -> Option<DateTime<Utc>> {
        self.0.deleted_at
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

/// What workspaces can be sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum WorkspaceOrderField {
    /// When they were made.
    CreatedAt,
    /// Their name, in either case.
    Name,
}

/// How to sort workspaces.
#[derive(InputObject)]
pub struct WorkspaceOrder {
    /// By what.
    field: WorkspaceOrderField,
    /// Which way.
    #[graphql(default)]
    direction: OrderDirection,
}

impl WorkspaceOrder {
    fn of(order: Option<Self>) -> OrderBy<workspace::Entity> {
        let column = match order.as_ref().map(|order| order.field) {
            Some(WorkspaceOrderField::Name) => workspace::Column::NameFolded,
            Some(WorkspaceOrderField::CreatedAt) | None => workspace::Column::CreatedAt,
        };
        OrderBy { column, is_descending: order.is_some_and(|order| order.direction.is_descending()) }
    }
}

#[derive(Default)]
pub struct WorkspaceQuery;

#[Object]
impl WorkspaceQuery {
    /// The agency's workspaces, oldest first unless `orderBy` says otherwise.
    #[expect(clippy::too_many_arguments, reason = "the arguments every list takes")]
    async fn workspaces(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, from the start; 25 unless said, at most 100.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many, from the end.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
        #[graphql(desc = "A part of the name.")] search: Option<String>,
        #[graphql(desc = "Archived ones too; they are left out unless you say so.")] include_archived: Option<
            bool,
        >,
        #[graphql(desc = "How to sort.")] order_by: Option<WorkspaceOrder>,
    ) -> Result<Connection<Workspace>> {
        let (app, scope) = (ctx.app().clone(), ctx.scope()?.clone());
        let which = Which { search, is_archived_included: include_archived.unwrap_or_default() };
        let (args, order) = (page_args(first, after, last, before), WorkspaceOrder::of(order_by));
        let page =
            connect(args, async |args| workspaces::list(&app, &scope, &which, order, &args).await).await?;
        Ok(page.counted_by(move || workspaces::total(app.clone(), scope.clone(), which.clone())))
    }
}
