//! How the log looks from outside, and whom it is told to.

mod event;
mod webhook_delivery;
mod webhook_endpoint;

pub use event::Event;
pub use webhook_delivery::WebhookDelivery;
pub use webhook_endpoint::WebhookEndpoint;

use async_graphql::{MergedObject, MergedSubscription};

/// What can be asked about what happened, and about who is told.
#[derive(MergedObject, Default)]
pub struct HooksQuery(
    event::EventQuery,
    webhook_endpoint::WebhookEndpointQuery,
    webhook_delivery::WebhookDeliveryQuery,
);

/// What can be done about who is told.
#[derive(MergedObject, Default)]
pub struct HooksMutation(
    webhook_endpoint::WebhookEndpointMutation,
    webhook_delivery::WebhookDeliveryMutation,
);

/// What can be followed.
#[derive(MergedSubscription, Default)]
pub struct HooksSubscription(event::EventSubscription);
