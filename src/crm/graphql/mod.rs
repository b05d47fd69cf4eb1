//! How the CRM looks from outside.

mod activity;
mod campaign;
mod company;
mod enrichment;
pub mod insight;
mod lead;
mod lead_list;
mod pipeline;
mod pipeline_card;
mod pipeline_stage;
mod task;

pub use activity::Activity;
pub use campaign::Campaign;
pub use company::{Company, CompanyFilterInput, CompanyOrder, company_order};
pub use enrichment::Enrichment;
pub use lead::{Lead, LeadFilter, LeadMerge, LeadOrder, lead_order};
pub use lead_list::LeadList;
pub use pipeline::Pipeline;
pub use pipeline_card::PipelineCard;
pub use pipeline_stage::PipelineStage;
pub use task::Task;

use async_graphql::{MergedObject, MergedSubscription};

/// What can be asked about people, where they are gathered, and where they stand.
#[derive(MergedObject, Default)]
pub struct CrmQuery(
    company::CompanyQuery,
    lead::LeadQuery,
    lead::DuplicateQuery,
    lead_list::LeadListQuery,
    campaign::CampaignQuery,
    pipeline::PipelineQuery,
    task::TodoQuery,
);

/// What can be done to them.
#[derive(MergedObject, Default)]
pub struct CrmMutation(
    company::CompanyMutation,
    lead::LeadMutation,
    lead::LeadStepMutation,
    lead::LeadMergeMutation,
    lead::LeadPrivacyMutation,
    lead_list::LeadListMutation,
    campaign::CampaignMutation,
    campaign::CampaignStepMutation,
    campaign::CampaignAccessMutation,
    pipeline::PipelineMutation,
    pipeline_stage::PipelineStageMutation,
    pipeline_card::PipelineCardMutation,
    task::TodoMutation,
);

/// What can be followed.
#[derive(MergedSubscription, Default)]
pub struct CrmSubscription(
    lead::LeadSubscription,
    campaign::CampaignSubscription,
    pipeline::PipelineSubscription,
    task::TodoSubscription,
);
