//! ZoomInfo's GTM data API v1 and its token endpoint; contacts and companies, searched free and enriched for credits.

mod companies;
mod contacts;
mod enrich;
mod lookup;
mod manners;
mod request;
mod shapes;
mod token;

pub use manners::Zoominfo;

use axum::{
    Router,
    routing::{get, post},
};

/// Data under `/gtm/data/v1`, tokens under `/oauth2/default/v1`.
pub fn routes() -> Router {
    let data = Router::new()
        .route("/contacts/search", post(contacts::search))
        .route("/contacts/enrich", post(enrich::contacts))
        .route("/companies/search", post(companies::search))
        .route("/companies/enrich", post(companies::enrich))
        .route("/lookup/enrich", get(lookup::fields))
        .route("/lookup/{field}", get(lookup::values))
        .route("/users/usage", get(lookup::usage));
    Router::new().route("/oauth2/default/v1/token", post(token::issue)).nest("/gtm/data/v1", data)
}
