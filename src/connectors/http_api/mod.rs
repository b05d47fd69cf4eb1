//! Any HTTP JSON API, by configuration alone: addresses with placeholders, and pointers from its JSON to our facts.
//!
//! The address is the tenant's, so it is checked where it is connected to, and only its path and query are filled in.

mod call;
mod endpoint;
mod enrich;
mod fields;
mod map;
mod paging;
mod search;
mod settings;
mod template;
#[cfg(test)]
mod tests;
mod values;

use super::{bench::Bench, shape::FieldFault, source::Source};
use call::HttpApi;
pub(super) use settings::read;
use std::sync::Arc;

/// Whatever the config describes.
pub(super) fn plug(bench: &Bench<'_>, source: &mut Source) -> Result<(), Vec<FieldFault>> {
    let api = Arc::new(HttpApi::new(bench, read(bench.config, bench.credentials)?));
    if api.settings.people.is_some() {
        source.find_people = Some(api.clone());
    }
    if api.settings.person.is_some() {
        source.enrich_person = Some(api.clone());
    }
    if api.settings.company.is_some() {
        source.enrich_company = Some(api.clone());
    }
    source.probe = Some(api);
    Ok(())
}
