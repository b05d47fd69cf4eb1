//! Crunchbase Data API v4: companies by place, category and size; one company by domain. Read only, flat price.

mod ask;
mod client;
mod enrich;
mod map;
mod resolve;
mod search;
mod settings;
#[cfg(test)]
mod tests;
mod wire;

use super::{bench::Bench, shape::FieldFault, source::Source};
use client::Crunchbase;
pub(super) use settings::read;
use std::sync::Arc;

/// Company search and company enrichment.
pub(super) fn plug(bench: &Bench<'_>, source: &mut Source) -> Result<(), Vec<FieldFault>> {
    let settings = read(bench.config, bench.credentials)?;
    let crunchbase = Crunchbase::new(bench.http, bench.account, bench.at(&bench.hosts.crunchbase), settings);
    let crunchbase = Arc::new(crunchbase);
    source.find_companies = Some(crunchbase.clone());
    source.enrich_company = Some(crunchbase.clone());
    source.probe = Some(crunchbase);
    Ok(())
}
