//! Names to LinkedIn's numbers for places and industries.

use super::{client::Unipile, place::Place, wire::Parameters};
use crate::connectors::{error::ConnectorError, facts::PeopleQuery, normal::country_name};

/// Names looked up for one search, of each kind.
const MAX_NAMES: usize = 5;

/// The start of a search. `None` when places are asked for and LinkedIn knows none of them.
pub(super) async fn resolve(unipile: &Unipile, query: &PeopleQuery) -> Result<Option<Place>, ConnectorError> {
    let countries = || query.countries.iter().map(|code| country_name(code).to_owned()).collect();
    let names: Vec<String> = if query.cities.is_empty() { countries() } else { query.cities.clone() };
    let mut place = Place::start(query.titles.len());
    let mut words = query.keywords.clone();
    for name in names.iter().take(MAX_NAMES) {
        place.locations.extend(number(unipile, "LOCATION", name).await?);
    }
    if !names.is_empty() && place.locations.is_empty() {
        return Ok(None);
    }
    for name in query.industries.iter().take(MAX_NAMES) {
        match number(unipile, "INDUSTRY", name).await? {
            Some(number) => place.industries.push(number),
            // Not one of LinkedIn's own industries: then a word people have in their profiles.
            None => words.push(name.clone()),
        }
    }
    place.keywords = Some(words.join(" ")).filter(|words| !words.is_empty());
    Ok(Some(place))
}

/// The number of exactly this name, else of the first suggestion.
async fn number(unipile: &Unipile, kind: &str, name: &str) -> Result<Option<String>, ConnectorError> {
    let call = unipile
        .get("search_parameters", &["linkedin", "search", "parameters"])
        .query("account_id", &unipile.settings.account_id)
        .query("type", kind)
        .query("keywords", name)
        .query("limit", "10");
    let known: Parameters = unipile.send(call).await?.parse()?;
    let items = known.items.0;
    let exact =
        items.iter().find(|item| item.title.as_deref().is_some_and(|it| it.eq_ignore_ascii_case(name)));
    Ok(exact.or(items.first()).and_then(|item| item.id.cloned()))
}
