//! Clearbit's person and company APIs (v2), which Hunter repeats in its own compatible format.

mod find;
mod manners;
pub mod shapes;

pub use manners::Clearbit;

use axum::{Router, routing::get};

/// Person and company hosts share the prefix here: `/v2`, and name to domain under `/v1`.
pub fn routes() -> Router {
    Router::new()
        .route("/v2/people/find", get(find::person))
        .route("/v2/companies/find", get(find::company))
        .route("/v2/combined/find", get(find::combined))
        .route("/v1/domains/find", get(find::domain))
}
