//! Filters on enums: one shape, a name per enum.

use crate::kernel::filter::Choice;
use async_graphql::{InputObject, InputType};
use entity::{
    campaign::CampaignStatus,
    contact::{Channel, EmailStatus, Seniority},
    import::ImportStatus,
    lead::{LeadStatus, Priority, Qualification, Segment},
    pipeline::PipelineTemplate,
    suppression::{SuppressionKind, SuppressionScope, SuppressionSource},
    task::TaskKind,
};

/// Conditions on one of several values, all of which must hold.
#[derive(Clone, Debug, InputObject)]
#[graphql(concrete(name = "CampaignStatusFilter", params(CampaignStatus)))]
#[graphql(concrete(name = "ChannelFilter", params(Channel)))]
#[graphql(concrete(name = "EmailStatusFilter", params(EmailStatus)))]
#[graphql(concrete(name = "ImportStatusFilter", params(ImportStatus)))]
#[graphql(concrete(name = "LeadQualificationFilter", params(Qualification)))]
#[graphql(concrete(name = "LeadStatusFilter", params(LeadStatus)))]
#[graphql(concrete(name = "PipelineTemplateFilter", params(PipelineTemplate)))]
#[graphql(concrete(name = "PriorityFilter", params(Priority)))]
#[graphql(concrete(name = "SegmentFilter", params(Segment)))]
#[graphql(concrete(name = "SeniorityFilter", params(Seniority)))]
#[graphql(concrete(name = "SuppressionKindFilter", params(SuppressionKind)))]
#[graphql(concrete(name = "SuppressionScopeFilter", params(SuppressionScope)))]
#[graphql(concrete(name = "SuppressionSourceFilter", params(SuppressionSource)))]
#[graphql(concrete(name = "TaskKindFilter", params(TaskKind)))]
pub struct ChoiceFilter<T: InputType> {
    /// Is this value.
    eq: Option<T>,
    /// Is one of these values; at most 100.
    #[graphql(name = "in", validator(max_items = 100))]
    is_in: Option<Vec<T>>,
    /// Is not this value.
    not: Option<T>,
    /// Is empty (true) or is not (false).
    is_null: Option<bool>,
}

impl<T: InputType> From<ChoiceFilter<T>> for Choice<T> {
    fn from(f: ChoiceFilter<T>) -> Self {
        Self { eq: f.eq, is_in: f.is_in, not: f.not, is_null: f.is_null }
    }
}
