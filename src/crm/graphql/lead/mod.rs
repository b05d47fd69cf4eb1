//! Leads, as clients see, change and follow them.

mod bulk;
mod fields;
mod filter;
mod inputs;
mod live;
mod mutation;
mod query;
pub mod relations;
mod steps;

pub use fields::Lead;
pub use live::LeadSubscription;
pub use mutation::LeadMutation;
pub use query::LeadQuery;
pub use steps::LeadStepMutation;
