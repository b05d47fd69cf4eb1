//! `node` and `nodes`: any object by its id, whose prefix tells the kind. What a kind's own root refuses, these refuse.

use crate::{
    connections::graphql::DataSource,
    consent::graphql::Suppression,
    crm::graphql::{
        Activity, Campaign, Company, Enrichment, Lead, LeadList, LeadMerge, Pipeline, PipelineCard,
        PipelineStage, Task,
    },
    crm::leads,
    graphql::{CtxExt, Id, Result, file::File},
    hooks::graphql::{WebhookDelivery, WebhookEndpoint},
    identity::graphql::{ApiKey, Invitation, Member, Workspace},
    imports::graphql::{Import, ImportMapping},
    insight::graphql::AuditEntry,
    jobs::graphql::{BackgroundTask, Job, Schedule},
    kernel::{
        error::{Error, FieldProblem},
        permission::Permission,
    },
    prospecting::graphql::{Budget, LeadRequest, Prospect},
};
use async_graphql::{Context, ID, Interface, Object, futures_util::future::try_join_all};
use entity::ids::{self, TypedId};

/// Each kind: its type, its id, and the permission its own roots ask for.
macro_rules! kinds {
    ($($name:ident $id:ident $permission:ident),* $(,)?) => {
        /// Anything that has an id: fetch it again with `node`.
        #[derive(Interface)]
        #[graphql(field(name = "id", ty = "ID", desc = "Its id; the prefix tells its kind."))]
        pub enum Node {
            $($name($name)),*
        }

        /// The object; `None` when there is none the caller may see. `Err(Invalid)` names `path`.
        async fn find(ctx: &Context<'_>, path: &str, id: &str) -> Result<Option<Node>> {
            $(if id.starts_with(ids::$id::PREFIX) {
                ctx.scope()?.require(Permission::$permission)?;
                let id = Id::<ids::$id>::read(id).map_err(|expected| unreadable(path, &expected))?;
                let found = $name::find(ctx, id.0).await?.map(Node::from);
                return Ok(followed(ctx, found).await?.filter(is_there));
            })*
            let prefixes = [$(ids::$id::PREFIX),*].map(|prefix| format!("`{prefix}`"));
            Err(unreadable(path, &format!("an id that begins with {}", prefixes.join(", "))).into())
        }
    };
}

kinds! {
    Activity ActivityId Read,
    ApiKey ApiKeyId ManageAgency,
    AuditEntry AuditEntryId ManageAgency,
    BackgroundTask BackgroundTaskId ControlAllJobs,
    Budget BudgetId Prospect,
    Campaign CampaignId Read,
    Company CompanyId Read,
    DataSource DataSourceId Read,
    Enrichment EnrichmentId Read,
    File FileId Read,
    Import ImportId Read,
    ImportMapping ImportMappingId Read,
    Invitation InvitationId ManageAgency,
    Job JobId Read,
    Lead LeadId Read,
    LeadList LeadListId Read,
    LeadMerge LeadMergeId Read,
    LeadRequest LeadRequestId Read,
    Member MembershipId Read,
    Pipeline PipelineId Read,
    PipelineCard PipelineCardId Read,
    PipelineStage PipelineStageId Read,
    Prospect ProspectId Read,
    Schedule ScheduleId Read,
    Suppression SuppressionId Suppress,
    Task TaskId Read,
    WebhookDelivery WebhookDeliveryId ManageAgency,
    WebhookEndpoint WebhookEndpointId ManageAgency,
    Workspace WorkspaceId Read,
}

fn unreadable(path: &str, expected: &str) -> Error {
    Error::Invalid(vec![FieldProblem::new(path, format!("expected {expected}"))])
}

/// A lead that became part of another leads to that one.
async fn followed(ctx: &Context<'_>, found: Option<Node>) -> Result<Option<Node>> {
    match found {
        Some(Node::Lead(lead)) => {
            let Some(_) = lead.0.merged_into else { return Ok(Some(Node::Lead(lead))) };
            let row = leads::followed(ctx.app(), ctx.scope()?, (*lead.0).clone()).await?;
            Ok(row.map(|row| Node::Lead(row.into())))
        }
        other => Ok(other),
    }
}

/// What was deleted is like nothing, as it is to the kind's own root.
fn is_there(node: &Node) -> bool {
    if let Node::File(file) = node {
        return file.is_whole();
    }
    let deleted_at = match node {
        Node::Campaign(it) => it.0.deleted_at,
        Node::DataSource(it) => it.0.deleted_at,
        Node::Lead(it) => it.0.deleted_at,
        Node::LeadList(it) => it.0.deleted_at,
        Node::Schedule(it) => it.0.deleted_at,
        Node::WebhookEndpoint(it) => it.0.deleted_at,
        _ => None,
    };
    deleted_at.is_none()
}

#[derive(Default)]
pub struct NodeQuery;

#[Object]
impl NodeQuery {
    /// Any object by its id.
    async fn node(&self, ctx: &Context<'_>, #[graphql(desc = "Its id.")] id: ID) -> Result<Node> {
        Ok(find(ctx, "id", &id).await?.ok_or(Error::NotFound("object"))?)
    }

    /// Several objects by their ids, in this order; null where there is none.
    async fn nodes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Their ids, of any kind; at most 100.", validator(max_items = 100))] ids: Vec<ID>,
    ) -> Result<Vec<Option<Node>>> {
        let each = ids.iter().enumerate();
        try_join_all(each.map(async |(at, id)| find(ctx, &format!("ids.{at}"), id).await)).await
    }
}
