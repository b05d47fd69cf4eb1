//! Lead requests, prospects and provenance as clients see them.

mod enrich;
mod lead_request;
mod loaders;
mod prospect;

pub use lead_request::LeadRequest;
pub use prospect::{Prospect, ProspectFilterInput};

use async_graphql::{MergedObject, MergedSubscription};

/// What can be asked.
#[derive(MergedObject, Default)]
pub struct ProspectingQuery(lead_request::LeadRequestQuery, prospect::ProspectQuery, enrich::EnrichQuery);

/// What can be done.
#[derive(MergedObject, Default)]
pub struct ProspectingMutation(
    lead_request::LeadRequestMutation,
    prospect::ProspectMutation,
    enrich::EnrichMutation,
);

/// What can be followed.
#[derive(MergedSubscription, Default)]
pub struct ProspectingSubscription(lead_request::LeadRequestSubscription);
