//! Unipile v1 for LinkedIn: accounts, profiles, relations and search. Reading only: nothing is sent from here.

mod accounts;
mod cursor;
mod manners;
mod parameters;
mod profiles;
mod search;
mod shapes;

pub use manners::Unipile;

use axum::{
    Router,
    routing::{get, post},
};

/// Under `/api/v1`.
pub fn routes() -> Router {
    let routes = Router::new()
        .route("/accounts", get(accounts::list))
        .route("/accounts/{id}", get(accounts::show))
        .route("/users/relations", get(profiles::relations))
        .route("/users/{identifier}", get(profiles::show))
        .route("/linkedin/search", post(search::search))
        .route("/linkedin/search/parameters", get(parameters::list));
    Router::new().nest("/api/v1", routes)
}
