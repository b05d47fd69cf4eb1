//! Making, changing and archiving workspaces.

use super::{Workspace, offering::OfferingInput};
use crate::{
    graphql::{
        CtxExt, Id, Result, patch,
        scalars::{EmailAddress, TimeZone},
    },
    identity::workspaces::{self, WorkspaceChange, WorkspaceDraft},
};
use async_graphql::{Context, InputObject, MaybeUndefined, Object};
use entity::ids::WorkspaceId;

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
    async fn workspace_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The client's name, what they sell, and who their mail is from.")]
        input: WorkspaceCreateInput,
    ) -> Result<Workspace> {
        Ok(workspaces::create(ctx.app(), ctx.scope()?, input.into()).await?.into())
    }

    /// Changes a workspace.
    async fn workspace_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The workspace, and its new names, offerings, time zone or sender.")]
        input: WorkspaceUpdateInput,
    ) -> Result<Workspace> {
        let id = input.id.0;
        Ok(workspaces::update(ctx.app(), ctx.scope()?, id, input.into()).await?.into())
    }

    /// Archives a workspace: it takes nothing new, and what is in it stays. The last one cannot be archived.
    async fn workspace_archive(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The workspace to archive.")] input: WorkspaceArchiveInput,
    ) -> Result<Workspace> {
        let (id, version) = (input.id.0, input.expected_version);
        Ok(workspaces::archive(ctx.app(), ctx.scope()?, id, version).await?.into())
    }
}
