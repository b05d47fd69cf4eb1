//! Names to ids: filters want a uuid or permalink, and a display name silently matches nothing.

use super::{ask::Resolved, client::Crunchbase, wire::Completions};
use crate::connectors::{clue::CompanyQuery, error::ConnectorError, normal::country_name};

/// Names looked up for one search, of each kind.
const MAX_NAMES: usize = 8;

/// Looks up what the query names. `None` when it names places or industries and none of them is known:
/// a search without the filter would find the whole world.
pub(super) async fn resolve(
    crunchbase: &Crunchbase,
    query: &CompanyQuery,
) -> Result<Option<Resolved>, ConnectorError> {
    let countries = || query.countries.iter().map(|code| country_name(code).to_owned()).collect();
    let places: Vec<String> = if query.cities.is_empty() { countries() } else { query.cities.clone() };
    let found = Resolved {
        places: ids(crunchbase, &places, "locations").await?,
        categories: ids(crunchbase, &query.industries, "categories").await?,
        after: None,
    };
    let is_lost = (!places.is_empty() && found.places.is_empty())
        || (!query.industries.is_empty() && found.categories.is_empty());
    Ok((!is_lost).then_some(found))
}

async fn ids(
    crunchbase: &Crunchbase,
    names: &[String],
    collection: &str,
) -> Result<Vec<String>, ConnectorError> {
    let mut ids = Vec::new();
    for name in names.iter().take(MAX_NAMES) {
        ids.extend(id(crunchbase, name, collection).await?);
    }
    Ok(ids)
}

/// The entity with exactly this name, else the first one suggested.
async fn id(crunchbase: &Crunchbase, name: &str, collection: &str) -> Result<Option<String>, ConnectorError> {
    let call = crunchbase
        .get("autocompletes", &["autocompletes"])
        .query("query", name)
        .query("collection_ids", collection)
        .query("limit", "10");
    let answer = crunchbase.send(call).await?;
    if answer.status == 404 {
        return Ok(None);
    }
    let known: Completions = answer.parse()?;
    let entities: Vec<_> = known.entities.0.into_iter().filter_map(|entity| entity.identifier.0).collect();
    let exact =
        entities.iter().find(|it| it.value.as_deref().is_some_and(|value| value.eq_ignore_ascii_case(name)));
    Ok(exact.or(entities.first()).and_then(|it| it.uuid.cloned().or_else(|| it.permalink.cloned())))
}
