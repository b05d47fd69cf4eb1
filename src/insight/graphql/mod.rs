//! How what people learn looks from outside.

mod analytics;
mod audit;
mod notification;

pub use audit::AuditEntry;
pub use notification::Notification;

use async_graphql::{MergedObject, MergedSubscription};

/// What can be asked about what happened.
#[derive(MergedObject, Default)]
pub struct InsightQuery(notification::NotificationQuery, audit::AuditQuery, analytics::AnalyticsQuery);

/// What can be done about it.
#[derive(MergedObject, Default)]
pub struct InsightMutation(notification::NotificationMutation);

/// What can be followed.
#[derive(MergedSubscription, Default)]
pub struct InsightSubscription(notification::NotificationSubscription, analytics::AnalyticsSubscription);
