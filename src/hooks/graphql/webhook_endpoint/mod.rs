//! A webhook endpoint: the type, and its fields on Query and Mutation.

mod fields;
mod mutation;
mod query;

pub use fields::WebhookEndpoint;
pub use mutation::WebhookEndpointMutation;
pub use query::WebhookEndpointQuery;
