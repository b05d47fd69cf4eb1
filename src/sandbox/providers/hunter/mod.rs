//! Hunter.io v2: finder, verifier, domain search, discover, and people and companies in Clearbit's format.

mod account;
mod domain;
mod enrichment;
mod finder;
mod manners;
mod verifier;

pub use manners::Hunter;

use axum::{
    Router,
    routing::{get, post},
};

/// Under `/v2`.
pub fn routes() -> Router {
    let routes = Router::new()
        .route("/account", get(account::show))
        .route("/email-finder", get(finder::find))
        .route("/email-verifier", get(verifier::verify))
        .route("/domain-search", get(domain::search))
        .route("/email-count", get(domain::count))
        .route("/discover", post(domain::discover))
        .route("/people/find", get(enrichment::person))
        .route("/companies/find", get(enrichment::company))
        .route("/combined/find", get(enrichment::combined));
    Router::new().nest("/v2", routes)
}
