//! Crunchbase's Data API v4: organizations and their people; read only, everything included in the package.

mod autocomplete;
mod entities;
mod manners;
mod predicate;
mod properties;
mod search;

pub use manners::Crunchbase;

use axum::{
    Router,
    routing::{get, post},
};

/// Under `/v4/data`.
pub fn routes() -> Router {
    let routes = Router::new()
        .route("/searches/organizations", post(search::organizations))
        .route("/searches/people", post(search::people))
        .route("/entities/organizations/{id}", get(entities::organization))
        .route("/entities/organizations/{id}/cards/{card}", get(entities::card))
        .route("/autocompletes", get(autocomplete::suggest))
        .route("/deleted_entities", get(entities::deleted));
    Router::new().nest("/v4/data", routes)
}
