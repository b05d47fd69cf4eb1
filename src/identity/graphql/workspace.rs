//! An agency's clients, and its own desk.

use super::offering::{Offering, OfferingInput};
use crate::{
    graphql::{
        Connection, CtxExt, Id, Result, connect,
        connection::page_args,
        node,
        order::OrderDirection,
        patch,
        scalars::{EmailAddress, TimeZone},
    },
    identity::workspaces::{self, Which, WorkspaceChange, WorkspaceDraft},
    kernel::page::OrderBy,
};
use async_graphql::{Context, Enum, InputObject, MaybeUndefined, Object};
use chrono::{DateTime, Utc};
use entity::{ids::WorkspaceId, workspace};

node! {
    /// One client of the agency, or its own desk. Leads, lists, campaigns and pipelines live in a workspace.
    Workspace(workspace)
}

#[Object]
impl Workspace {
    /// Its id.
    async fn id(&self) -> Id<WorkspaceId> {
        self.0.id.into()
    }

    /// What people call it.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// Sender's name when a campaign gives none.
    async fn default_from_name(&self) -> Option<&str> {
        self.0.default_from_name.as_deref()
    }

    /// Sender's address when a campaign gives none.
    async fn default_from_email(&self) -> Option<EmailAddress> {
        self.0.default_from_email.clone().map(EmailAddress)
    }

    /// Working days and hours are read in it.
    async fn time_zone(&self) -> TimeZone {
        TimeZone(self.0.time_zone.clone())
    }

    /// Brand the client is known under.
    async fn brand(&self) -> Option<&str> {
        self.0.brand.as_deref()
    }

    /// What the client sells; suggested services are chosen from it.
    async fn offerings(&self) -> Vec<Offering> {
        self.0.offerings.0.iter().cloned().map(Offering).collect()
    }

    /// Raised by every change; give it as `expectedVersion`.
    async fn version(&self) -> i32 {
        self.0.version
    }

    /// Takes nothing new since then.
    async fn archived_at(&self) -> Option<DateTime<Utc>> {
        self.0.deleted_at
    }

    /// When it was made.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }

    /// When it last changed.
    async fn updated_at(&self) -> DateTime<Utc> {
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

/// A workspace to be.
#[derive(InputObject)]
pub struct WorkspaceCreateInput {
    /// What people call it; up to 200 characters.
    name: String,
    /// Working days and hours are read in it; UTC unless said.
    time_zone: Option<TimeZone>,
    /// Sender's name when a campaign gives none.
    default_from_name: Option<String>,
    /// Sender's address when a campaign gives none.
    default_from_email: Option<EmailAddress>,
    /// Brand the client is known under.
    brand: Option<String>,
    /// What the client sells; at most 50.
    #[graphql(default)]
    offerings: Vec<OfferingInput>,
}

impl From<WorkspaceCreateInput> for WorkspaceDraft {
    fn from(input: WorkspaceCreateInput) -> Self {
        Self {
            name: input.name,
            time_zone: input.time_zone.map(|zone| zone.0),
            default_from_name: input.default_from_name,
            default_from_email: input.default_from_email.map(|email| email.0),
            brand: input.brand,
            offerings: input.offerings.into_iter().map(Into::into).collect(),
        }
    }
}

/// Changes of a workspace: what is absent stays, `null` clears.
#[derive(InputObject)]
pub struct WorkspaceUpdateInput {
    /// Which.
    id: Id<WorkspaceId>,
    /// The version you read; refused when it has changed since.
    expected_version: Option<i32>,
    /// What people call it; cannot be cleared.
    name: MaybeUndefined<String>,
    /// Working days and hours are read in it; cleared it is UTC.
    time_zone: MaybeUndefined<TimeZone>,
    /// Sender's name when a campaign gives none.
    default_from_name: MaybeUndefined<String>,
    /// Sender's address when a campaign gives none.
    default_from_email: MaybeUndefined<EmailAddress>,
    /// Brand the client is known under.
    brand: MaybeUndefined<String>,
    /// What the client sells, in place of what was there; at most 50.
    offerings: MaybeUndefined<Vec<OfferingInput>>,
}

impl From<WorkspaceUpdateInput> for WorkspaceChange {
    fn from(input: WorkspaceUpdateInput) -> Self {
        Self {
            expected_version: input.expected_version,
            name: patch(input.name),
            time_zone: patch(input.time_zone).map(|zone| zone.0),
            default_from_name: patch(input.default_from_name),
            default_from_email: patch(input.default_from_email).map(|email| email.0),
            brand: patch(input.brand),
            offerings: patch(input.offerings).map(|all| all.into_iter().map(Into::into).collect()),
        }
    }
}

/// Which workspace to archive.
#[derive(InputObject)]
pub struct WorkspaceArchiveInput {
    /// Which.
    id: Id<WorkspaceId>,
    /// The version you read; refused when it has changed since.
    expected_version: Option<i32>,
}

#[derive(Default)]
pub struct WorkspaceMutation;

#[Object]
impl WorkspaceMutation {
    /// Makes a workspace for a client of the agency.
    async fn workspace_create(&self, ctx: &Context<'_>, input: WorkspaceCreateInput) -> Result<Workspace> {
        Ok(Workspace(workspaces::create(ctx.app(), ctx.scope()?, input.into()).await?))
    }

    /// Changes a workspace.
    async fn workspace_update(&self, ctx: &Context<'_>, input: WorkspaceUpdateInput) -> Result<Workspace> {
        let id = input.id.0;
        Ok(Workspace(workspaces::update(ctx.app(), ctx.scope()?, id, input.into()).await?))
    }

    /// Archives a workspace: it takes nothing new, and what is in it stays. The last one cannot be archived.
    async fn workspace_archive(&self, ctx: &Context<'_>, input: WorkspaceArchiveInput) -> Result<Workspace> {
        let (id, version) = (input.id.0, input.expected_version);
        Ok(Workspace(workspaces::archive(ctx.app(), ctx.scope()?, id, version).await?))
    }
}
