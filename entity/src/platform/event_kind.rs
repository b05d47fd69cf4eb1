//! What can happen, and to what: the closed lists of the event log.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// What happened. Names are never reused; docs/events.md lists each with its payload.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    EnumIter,
    DeriveActiveEnum,
    Serialize,
    Deserialize,
    async_graphql::Enum,
)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::None)", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum EventKind {
    /// Not an event: how the thing is now, the first message of a stream that shows one thing.
    Snapshot,
    /// The agency's name or settings changed.
    AgencyUpdated,
    /// Somebody became a member.
    MemberAdded,
    /// A member's role changed.
    MemberRoleChanged,
    /// A member was removed.
    MemberRemoved,
    /// Somebody, perhaps the member, asked for a new password.
    PasswordResetRequested,
    /// A member who had forgotten their password has a new one, by a link.
    PasswordChanged,
    /// A campaign was shown to a client.
    CampaignAccessGranted,
    /// A client sees a campaign no more.
    CampaignAccessRevoked,
    /// A workspace was made.
    WorkspaceCreated,
    /// A workspace changed.
    WorkspaceUpdated,
    /// A workspace was archived.
    WorkspaceArchived,
    /// An API key was made.
    ApiKeyCreated,
    /// An API key was revoked.
    ApiKeyRevoked,
    /// A job was made.
    JobCreated,
    /// A job started.
    JobStarted,
    /// A job got further: at most twice a second.
    JobProgressed,
    /// A job was paused.
    JobPaused,
    /// A job goes on.
    JobResumed,
    /// A job was cancelled.
    JobCancelled,
    /// A job finished.
    JobCompleted,
    /// A job gave up.
    JobFailed,
    /// A job was put back to the start.
    JobRetried,
    /// A schedule was made.
    ScheduleCreated,
    /// A schedule changed.
    ScheduleUpdated,
    /// A schedule was paused, by a person or because its maker may not do this any more.
    SchedulePaused,
    /// A schedule goes on.
    ScheduleResumed,
    /// A schedule was deleted.
    ScheduleDeleted,
    /// A schedule's time came: a job was started, or it is told why not.
    ScheduleFired,
    /// A budget was set.
    BudgetSet,
    /// A budget was taken away.
    BudgetRemoved,
    /// Most of a budget is used: once in its period.
    BudgetNearlyReached,
    /// A budget is used up: the first call it kept from being made in its period.
    BudgetReached,
    /// A data source was made.
    DataSourceCreated,
    /// A data source changed.
    DataSourceUpdated,
    /// A data source was deleted.
    DataSourceDeleted,
    /// A data source was tested.
    DataSourceTested,
    /// A company was made.
    CompanyCreated,
    /// A company changed.
    CompanyUpdated,
    /// A company was deleted.
    CompanyDeleted,
    /// A lead was made.
    LeadCreated,
    /// A lead changed.
    LeadUpdated,
    /// A lead was deleted.
    LeadDeleted,
    /// A deleted lead is back.
    LeadRestored,
    /// A lead's status took a step.
    LeadStatusChanged,
    /// Somebody else looks after the lead.
    LeadAssigned,
    /// A lead's tags changed.
    LeadTagged,
    /// Somebody recorded a contact with the lead.
    LeadContacted,
    /// Enrichment filled in fields of a lead.
    LeadEnriched,
    /// Another lead became part of a lead.
    LeadMerged,
    /// A merge was undone: the other lead is one of its own again.
    LeadMergeUndone,
    /// A person was forgotten: the lead and all that was known of them is gone.
    LeadErased,
    /// A list was made.
    LeadListCreated,
    /// A list changed.
    LeadListUpdated,
    /// A list was deleted.
    LeadListDeleted,
    /// Leads joined or left a list.
    LeadListMembersChanged,
    /// A campaign was made.
    CampaignCreated,
    /// A campaign changed.
    CampaignUpdated,
    /// A campaign was deleted.
    CampaignDeleted,
    /// A campaign's status took a step.
    CampaignStatusChanged,
    /// Leads joined a campaign.
    CampaignLeadsAdded,
    /// Leads left a campaign.
    CampaignLeadsRemoved,
    /// A campaign's numbers moved, because leads in it changed.
    CampaignMetricsChanged,
    /// A pipeline was made.
    PipelineCreated,
    /// A pipeline changed.
    PipelineUpdated,
    /// A pipeline was deleted.
    PipelineDeleted,
    /// A stage was added to a pipeline.
    PipelineStageCreated,
    /// A stage changed.
    PipelineStageUpdated,
    /// A stage changed its place.
    PipelineStageMoved,
    /// A stage was removed.
    PipelineStageDeleted,
    /// A card was put on a pipeline.
    PipelineCardCreated,
    /// A card moved, between stages or within one.
    PipelineCardMoved,
    /// A card changed.
    PipelineCardUpdated,
    /// A card was taken off.
    PipelineCardRemoved,
    /// A task was made for somebody.
    TaskCreated,
    /// A task changed.
    TaskUpdated,
    /// A task is done.
    TaskCompleted,
    /// Somebody else is to do a task.
    TaskReassigned,
    /// Somebody must not be contacted any more.
    SuppressionAdded,
    /// Somebody may be contacted again.
    SuppressionRemoved,
    /// A file is to be imported.
    ImportCreated,
    /// An import's mapping or plan changed, or it took a step.
    ImportUpdated,
    /// The plan of an import got further: so many rows were looked at.
    ImportProgressed,
    /// Rows of an import became leads: up to 500 at once, instead of an event for each.
    LeadsImported,
    /// Leads of an import were undone: up to 500 at once.
    LeadsImportReverted,
    /// A lead request was made.
    LeadRequestCreated,
    /// Work on a lead request started.
    LeadRequestStarted,
    /// A lead request reached its next phase.
    LeadRequestProgressed,
    /// A lead request has its ranked prospects.
    LeadRequestCompleted,
    /// A lead request gave up.
    LeadRequestFailed,
    /// A lead request was cancelled.
    LeadRequestCancelled,
    /// A prospect was saved as a lead.
    ProspectSaved,
    /// A prospect was dismissed.
    ProspectDismissed,
    /// A webhook endpoint was made.
    WebhookEndpointCreated,
    /// A webhook endpoint changed.
    WebhookEndpointUpdated,
    /// A webhook endpoint has a new secret.
    WebhookEndpointSecretRotated,
    /// A webhook endpoint was switched off, because it failed for days or said that it is gone.
    WebhookEndpointDisabled,
    /// A webhook endpoint was removed.
    WebhookEndpointDeleted,
}

/// Kinds of things that events are about.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    EnumIter,
    DeriveActiveEnum,
    Serialize,
    Deserialize,
    async_graphql::Enum,
)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[sea_orm(rs_type = "String", db_type = "String(StringLen::None)", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum SubjectKind {
    /// The agency itself.
    Agency,
    /// A membership.
    Membership,
    /// A workspace.
    Workspace,
    /// An API key.
    ApiKey,
    /// A job.
    Job,
    /// A data source.
    DataSource,
    /// A company.
    Company,
    /// A lead.
    Lead,
    /// A list of leads.
    LeadList,
    /// A campaign.
    Campaign,
    /// A pipeline.
    Pipeline,
    /// A stage of a pipeline.
    PipelineStage,
    /// A card on a pipeline.
    PipelineCard,
    /// Something a person must do.
    Task,
    /// A suppression.
    Suppression,
    /// An import.
    Import,
    /// A lead request.
    LeadRequest,
    /// A prospect.
    Prospect,
    /// A webhook endpoint.
    WebhookEndpoint,
    /// A schedule.
    Schedule,
    /// A budget.
    Budget,
}
