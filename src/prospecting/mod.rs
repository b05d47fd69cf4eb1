//! Whom we could know: finding people, learning more about them, and saying why they fit.

pub mod contact_time;
pub mod dossier;
pub mod enrich;
pub mod events;
mod flow;
pub mod graphql;
pub mod lexicon;
pub mod merge;
pub mod offerings;
pub mod profile;
pub mod prospects;
pub mod requests;
pub mod score;
pub mod scrape;
pub mod waterfall;

pub use flow::{estimate as request_estimate, records_of};

use crate::kernel::wiring::Wiring;

/// What this domain can do in the background, and what follows a job's steps.
pub fn wire(wiring: &mut Wiring) {
    flow::wire(wiring);
    requests::wire(wiring);
    enrich::orders::wire(wiring);
    prospects::wire(wiring);
    scrape::wire(wiring);
}
