//! Leads, as clients see, change and follow them.

mod bulk;
mod duplicates;
mod fields;
mod filter;
mod inputs;
mod live;
mod merge;
mod mutation;
mod privacy;
mod query;
pub mod relations;
mod steps;

pub use duplicates::DuplicateQuery;
pub use fields::Lead;
pub use filter::{LeadFilter, LeadOrder, order as lead_order};
pub use live::LeadSubscription;
pub use merge::{LeadMerge, LeadMergeMutation};
pub use mutation::LeadMutation;
pub use privacy::LeadPrivacyMutation;
pub use query::LeadQuery;
pub use steps::LeadStepMutation;
