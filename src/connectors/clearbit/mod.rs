//! People and companies in Clearbit's shape: from Hunter's compatible format, or from Clearbit itself.
//!
//! Clearbit gives no keys any more; accounts of 2023 and before still work. Hunter is the default.

mod client;
mod companies;
mod judge;
mod map;
mod people;
mod settings;
#[cfg(test)]
mod tests;
mod wire;

use super::{bench::Bench, shape::FieldFault, source::Source};
use client::{Clearbit, Houses};
pub(super) use settings::read;
use std::sync::Arc;

/// People and company enrichment.
pub(super) fn plug(bench: &Bench<'_>, source: &mut Source) -> Result<(), Vec<FieldFault>> {
    let settings = read(bench.config, bench.credentials)?;
    let houses = Houses {
        hunter: bench.at(&bench.hosts.hunter),
        person: bench.at(&bench.hosts.clearbit_person),
        company: bench.at(&bench.hosts.clearbit_company),
    };
    let clearbit = Arc::new(Clearbit::new(bench.http, bench.account, houses, settings));
    source.enrich_person = Some(clearbit.clone());
    source.enrich_company = Some(clearbit.clone());
    source.probe = Some(clearbit);
    Ok(())
}
