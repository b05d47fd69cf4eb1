//! A lead request: the type, and its fields on the three roots.

mod fields;
mod live;
mod mutation;
mod parts;
mod query;

pub use fields::LeadRequest;
pub use live::LeadRequestSubscription;
pub use mutation::{LeadRequestMutation, NewPipelineInput};
pub use query::LeadRequestQuery;
