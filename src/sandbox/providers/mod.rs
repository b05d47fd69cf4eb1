//! One folder per provider: its manners, its handlers, the shapes of its answers.

pub mod apollo;
pub mod clearbit;
pub mod crunchbase;
pub mod directory;
pub mod hunter;
mod ids;
pub mod openai;
pub mod unipile;
pub mod zoominfo;

use super::{
    gate::{Gate, Manners, Refusal, guard},
    settings::Provider,
};
use axum::{
    Router,
    extract::Request,
    http::Uri,
    middleware::{Next, from_fn},
};
use std::sync::Arc;

/// All providers, each under its prefix and behind the gate.
pub fn mount(gate: &Arc<Gate>) -> Router {
    let houses: [(Router, Arc<dyn Manners>); 8] = [
        (apollo::routes(), Arc::new(apollo::Apollo)),
        (clearbit::routes(), Arc::new(clearbit::Clearbit)),
        (crunchbase::routes(), Arc::new(crunchbase::Crunchbase)),
        (directory::routes(), Arc::new(directory::Directory)),
        (hunter::routes(), Arc::new(hunter::Hunter)),
        (openai::routes(), Arc::new(openai::Openai)),
        (unipile::routes(), Arc::new(unipile::Unipile)),
        (zoominfo::routes(), Arc::new(zoominfo::Zoominfo)),
    ];
    houses.into_iter().fold(Router::new(), |router, (routes, manners)| {
        let prefix = format!("/{}", Provider::name(manners.provider()));
        router.nest(&prefix, behind(gate, manners, routes))
    })
}

fn behind(gate: &Arc<Gate>, manners: Arc<dyn Manners>, routes: Router) -> Router {
    let (gate, porter) = (Arc::clone(gate), Arc::clone(&manners));
    let nowhere = move |uri: Uri| async move { manners.refuse(Refusal::NoSuchRoute, uri.path()) };
    let pass = move |request: Request, next: Next| {
        let (gate, porter) = (Arc::clone(&gate), Arc::clone(&porter));
        async move { guard(gate, &*porter, request, next).await }
    };
    routes.fallback(nowhere).layer(from_fn(pass))
}
