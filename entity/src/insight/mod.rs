//! What people are told, and the agency's numbers. Rows only.

pub mod metric;
pub mod metric_flow;
pub mod metric_stock;
pub mod notification;
pub mod notification_preference;
