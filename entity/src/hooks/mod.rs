//! Whom we tell. Rows only.

pub mod webhook_delivery;
pub mod webhook_endpoint;
pub mod webhook_position;
