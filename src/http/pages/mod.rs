//! Pages for people: the playground, the first admin's, and a new password's. Everything is embedded; nothing is fetched from elsewhere.

mod html;
mod password_reset;
mod playground;
mod setup;

use super::doors::Doors;
use axum::{Router, routing::get};

/// Strict: own scripts and styles, nothing inline, nothing from elsewhere (assets/graphiql/README.md).
pub(super) const CONTENT_SECURITY_POLICY: &str =
    "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'";

/// The routes that answer with pages. Without the playground there is nothing at `/`.
pub fn routes(has_playground: bool) -> Router<Doors> {
    let routes = Router::new()
        .route("/setup", get(setup::ask).post(setup::make))
        .route("/password-reset", get(password_reset::ask).post(password_reset::set));
    if !has_playground {
        return routes;
    }
    routes.route("/", get(playground::page)).route("/graphiql/{file}", get(playground::file))
}
