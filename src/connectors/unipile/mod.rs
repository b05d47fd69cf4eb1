//! LinkedIn through Unipile v1: search and profiles of one connected account. Sending is not here.

mod client;
mod enrich;
mod judge;
mod map;
mod place;
mod resolve;
mod search;
mod settings;
#[cfg(test)]
mod tests;
mod wire;

use super::{bench::Bench, shape::FieldFault, source::Source};
use client::Unipile;
pub(super) use settings::read;
use std::sync::Arc;

/// People search and people enrichment.
pub(super) fn plug(bench: &Bench<'_>, source: &mut Source) -> Result<(), Vec<FieldFault>> {
    let unipile = Arc::new(Unipile::new(bench, read(bench.config, bench.credentials)?));
    source.find_people = Some(unipile.clone());
    source.enrich_person = Some(unipile.clone());
    source.probe = Some(unipile);
    Ok(())
}
