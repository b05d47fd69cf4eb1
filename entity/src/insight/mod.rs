//! What people are told. Rows only.

pub mod notification;
pub mod notification_preference;
