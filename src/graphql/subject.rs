//! What an event is about, as clients know it: the id with its kind's prefix.

use crate::kernel::events::Subject;
use async_graphql::ID;
use entity::{event_kind::SubjectKind, ids::TypedId};

/// The id a client would use to fetch the thing.
#[must_use]
pub fn subject_id(subject: Subject) -> ID {
    ID(shown(subject))
}

/// The same as text.
#[must_use]
pub fn shown(subject: Subject) -> String {
    use entity::ids as of;
    let prefix = match subject.kind {
        SubjectKind::Agency => of::AgencyId::PREFIX,
        SubjectKind::Membership => of::MembershipId::PREFIX,
        SubjectKind::Workspace => of::WorkspaceId::PREFIX,
        SubjectKind::ApiKey => of::ApiKeyId::PREFIX,
        SubjectKind::Job => of::JobId::PREFIX,
        SubjectKind::DataSource => of::DataSourceId::PREFIX,
        SubjectKind::Company => of::CompanyId::PREFIX,
        SubjectKind::Lead => of::LeadId::PREFIX,
        SubjectKind::LeadList => of::LeadListId::PREFIX,
        SubjectKind::Campaign => of::CampaignId::PREFIX,
        SubjectKind::Pipeline => of::PipelineId::PREFIX,
        SubjectKind::PipelineStage => of::PipelineStageId::PREFIX,
        SubjectKind::PipelineCard => of::PipelineCardId::PREFIX,
        SubjectKind::Task => of::TaskId::PREFIX,
        SubjectKind::Suppression => of::SuppressionId::PREFIX,
        SubjectKind::Import => of::ImportId::PREFIX,
        SubjectKind::LeadRequest => of::LeadRequestId::PREFIX,
        SubjectKind::Prospect => of::ProspectId::PREFIX,
        SubjectKind::WebhookEndpoint => of::WebhookEndpointId::PREFIX,
        SubjectKind::Schedule => of::ScheduleId::PREFIX,
        SubjectKind::Budget => of::BudgetId::PREFIX,
    };
    format!("{prefix}{}", subject.id)
}
