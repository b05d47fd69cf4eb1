//! How the CRM looks from outside.

mod activity;
mod choice;
mod company;
mod enrichment;
pub mod insight;
mod lead;
mod lead_list;

pub use activity::Activity;
pub use company::Company;
pub use enrichment::Enrichment;
pub use lead::Lead;
pub use lead_list::LeadList;

use async_graphql::{MergedObject, MergedSubscription};

/// What can be asked about people and where they are gathered.
#[derive(MergedObject, Default)]
pub struct CrmQuery(company::CompanyQuery, lead::LeadQuery, lead_list::LeadListQuery);

/// What can be done to them.
#[derive(MergedObject, Default)]
pub struct CrmMutation(
    company::CompanyMutation,
    lead::LeadMutation,
    lead::LeadStepMutation,
    lead_list::LeadListMutation,
);

/// What can be followed.
#[derive(MergedSubscription, Default)]
pub struct CrmSubscription(lead::LeadSubscription);
