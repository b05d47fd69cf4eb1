//! How the log looks from outside.

mod event;

pub use event::Event;

use async_graphql::{MergedObject, MergedSubscription};

/// What can be asked about what happened.
#[derive(MergedObject, Default)]
pub struct HooksQuery(event::EventQuery);

/// What can be followed.
#[derive(MergedSubscription, Default)]
pub struct HooksSubscription(event::EventSubscription);
