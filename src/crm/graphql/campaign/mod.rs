//! Campaigns as clients see them.

mod access;
mod filter;
mod leads;
mod live;
mod mutation;
mod object;
mod query;
mod steps;

pub use access::CampaignAccessMutation;
pub use live::CampaignSubscription;
pub use mutation::CampaignMutation;
pub use object::Campaign;
pub use query::CampaignQuery;
pub use steps::CampaignStepMutation;
