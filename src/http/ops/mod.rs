//! For those who run it: health, metrics, and what stands around every request.

mod gauges;
mod health;
mod memory;
pub mod metrics;
mod request;

pub use request::{panicked, request};

use super::doors::Doors;
use axum::{Router, routing::get};

/// The routes for operators.
pub fn routes() -> Router<Doors> {
    Router::new()
        .route("/health/live", get(health::live))
        .route("/health/ready", get(health::ready))
        .route("/metrics", get(gauges::metrics))
}
