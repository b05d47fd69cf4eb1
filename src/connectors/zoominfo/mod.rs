//! ZoomInfo's GTM API: contact search (free, without values), contact and company enrichment (a credit for each new
//! record). The legacy Enterprise API is not spoken.

mod ask;
mod client;
mod companies;
mod enrich;
mod judge;
mod map;
mod search;
mod settings;
#[cfg(test)]
mod tests;
mod token;
mod wire;

use super::{bench::Bench, shape::FieldFault, source::Source};
use client::Zoominfo;
pub(super) use settings::read;
use std::sync::Arc;

/// People search, people and company enrichment.
pub(super) fn plug(bench: &Bench<'_>, source: &mut Source) -> Result<(), Vec<FieldFault>> {
    let zoominfo = Arc::new(Zoominfo::new(bench, read(bench.config, bench.credentials)?));
    source.find_people = Some(zoominfo.clone());
    source.enrich_person = Some(zoominfo.clone());
    source.enrich_company = Some(zoominfo.clone());
    source.probe = Some(zoominfo);
    Ok(())
}
