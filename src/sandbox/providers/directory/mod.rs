//! A plain JSON directory of people, such as any house may have: for the source that is mapped by configuration.

mod manners;
mod people;

pub use manners::Directory;

use axum::{Router, routing::get};

/// `/people`, and `/people/{id}`.
pub fn routes() -> Router {
    Router::new().route("/people", get(people::search)).route("/people/{id}", get(people::show))
}
