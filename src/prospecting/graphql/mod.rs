//! Lead requests, prospects and provenance as clients see them.

mod credits;
mod enrich;
mod lead_request;
mod loaders;
mod prospect;

pub use credits::Budget;
pub use lead_request::LeadRequest;
pub use prospect::{Prospect, ProspectFilterInput};

use async_graphql::{MergedObject, MergedSubscription};

/// What can be asked.
#[derive(MergedObject, Default)]
pub struct ProspectingQuery(
    lead_request::LeadRequestQuery,
    prospect::ProspectQuery,
    enrich::EnrichQuery,
    credits::BudgetQuery,
    credits::CreditQuery,
    credits::StatsQuery,
);

/// What can be done.
#[derive(MergedObject, Default)]
pub struct ProspectingMutation(
    lead_request::LeadRequestMutation,
    prospect::ProspectMutation,
    enrich::EnrichMutation,
    credits::BudgetMutation,
);

/// What can be followed.
#[derive(MergedSubscription, Default)]
pub struct ProspectingSubscription(lead_request::LeadRequestSubscription);
