//! Apollo.io, from its OpenAPI document and observed answers: people search, match, organizations, usage.

mod account;
mod companies;
mod enrich;
mod input;
mod manners;
mod search;
mod shapes;

pub use manners::Apollo;

use axum::{
    Router,
    routing::{get, post},
};

/// Under `/api/v1`, and the older alias `/v1`.
pub fn routes() -> Router {
    let routes = Router::new()
        .route("/auth/health", get(account::health))
        .route("/users/api_profile", get(account::profile))
        .route("/usage_stats/api_usage_stats", post(account::usage))
        .route("/webhook_result/{request_id}", get(account::webhook_result))
        .route("/mixed_people/api_search", post(search::people))
        .route("/mixed_people/search", post(search::retired))
        .route("/people/match", post(enrich::one))
        .route("/people/bulk_match", post(enrich::many))
        .route("/organizations/enrich", get(companies::one))
        .route("/organizations/bulk_enrich", post(companies::many))
        .route("/mixed_companies/search", post(companies::search));
    Router::new().nest("/api/v1", routes.clone()).nest("/v1", routes)
}
