//! Hunter.io v2: tells who works at a company, finds business addresses and checks them. Enrichment in Clearbit's format is `clearbit`'s.

mod ask;
mod client;
mod find;
mod judge;
mod map;
mod search;
#[cfg(test)]
mod tests;
mod verify;
mod wire;

use super::{bench::Bench, key, shape::FieldFault, source::Source};
use client::Hunter;
pub(super) use judge::judge;
use std::sync::Arc;

/// Finds people at companies that are named, finds addresses and checks them.
pub(super) fn plug(bench: &Bench<'_>, source: &mut Source) -> Result<(), Vec<FieldFault>> {
    let settings = key::read(bench.config, bench.credentials)?;
    let hunter = Arc::new(Hunter::new(bench.http, bench.account, bench.at(&bench.hosts.hunter), settings));
    source.find_people = Some(hunter.clone());
    source.find_email = Some(hunter.clone());
    source.verify_email = Some(hunter.clone());
    source.probe = Some(hunter);
    Ok(())
}
