//! Apollo.io: people search (free, shows little), bulk match (paid, shows all), organizations.
//!
//! Facts: OpenAPI snapshot and official command line of 2026, and what users observed.

mod ask;
mod client;
mod companies;
mod enrich;
mod judge;
mod map;
mod search;
#[cfg(test)]
mod tests;
mod wire;

use super::{bench::Bench, key, shape::FieldFault, source::Source};
use client::Apollo;
use std::sync::Arc;

/// People search, people and company enrichment.
pub(super) fn plug(bench: &Bench<'_>, source: &mut Source) -> Result<(), Vec<FieldFault>> {
    let settings = key::read(bench.config, bench.credentials)?;
    let apollo = Arc::new(Apollo::new(bench.http, bench.account, bench.at(&bench.hosts.apollo), settings));
    source.find_people = Some(apollo.clone());
    source.enrich_person = Some(apollo.clone());
    source.enrich_company = Some(apollo.clone());
    source.probe = Some(apollo);
    Ok(())
}
