//! What a lead request would cost, before it is made. Asks nobody.

use super::{
    merge_candidates::looked_into,
    pages::{PAGES, page_size},
    read,
};
use crate::{
    connections,
    connectors::facts::{CompanyField as C, PersonField as P},
    kernel::{
        app::App,
        error::{Error, Result},
        permission::Permission,
        scope::Scope,
    },
    prospecting::{
        enrich::{Part, What, offers, parts, wants},
        profile::Profile,
        requests::{DESCRIPTION_BYTES, RESULTS},
        waterfall::{self, Field, Known, KnownFact, Plan, Standing},
    },
};
use entity::{data_source, ids::DataSourceId};
use std::collections::BTreeMap;

/// The price of so many results from these sources (empty: all active ones): each searched to its last page, the longest
/// description read by the model, and everybody who is looked into asked about at every source.
pub async fn estimate(
    app: &App,
    scope: &Scope,
    max_results: i32,
    asked: &[DataSourceId],
) -> Result<Vec<Part>> {
    scope.require(Permission::Prospect)?;
    let rows = scope.get_all::<data_source::Entity>(asked, &scope.read(app)).await?;
    if rows.iter().any(|row| row.deleted_at.is_some()) {
        return Err(Error::NotFound("data_source"));
    }
    if !RESULTS.contains(&max_results) {
        return Err(Error::invalid("maxResults", "a number from 1 to 100"));
    }
    let mut sources = connections::sources(app, scope).await?;
    sources.retain(|source| asked.is_empty() || source.id.is_some_and(|id| asked.contains(&id)));
    let model = connections::model(app, scope).await?;
    let reading = model.as_ref().and_then(|source| {
        let price = read::price(source.source.complete()?, DESCRIPTION_BYTES);
        // An answer that does not keep to its form is asked for once more.
        Some(Part::of(source, What::Read, price, (1, 2)))
    });
    let searches = sources.iter().filter_map(|source| {
        let port = source.source.find_people().filter(|port| !port.needs_domains())?;
        let price = port.find_people_price(page_size(max_results));
        Some(Part::of(source, What::Search, price, (1, PAGES as u64)))
    });
    let wants = wants(&Profile::default());
    let plan = Plan { wants, offers: offers(&sources), order: BTreeMap::new() };
    let people = waterfall::of_strangers(&plan, looked_into(max_results) as u64, &found());
    Ok(reading.into_iter().chain(searches).chain(parts(&people, &sources)).collect())
}

/// What a search usually tells of somebody.
fn found() -> Known {
    let told = [
        (Field::Person(P::FirstName), "Some"),
        (Field::Person(P::LastName), "One"),
        (Field::Person(P::FullName), "Some One"),
        (Field::Person(P::Title), "Somebody"),
        (Field::Company(C::Domain), "company.example"),
    ];
    let fact = |(field, value): (Field, &str)| KnownFact {
        field,
        value: value.to_owned(),
        confidence: 80,
        standing: Standing::Stated,
    };
    Known { facts: told.into_iter().map(fact).collect(), ..Known::default() }
}
