//! A webhook delivery: the type, and its fields on Query and Mutation.

mod fields;
mod roots;

pub use fields::WebhookDelivery;
pub use roots::{WebhookDeliveryMutation, WebhookDeliveryQuery};
