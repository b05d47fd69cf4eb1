//! What a scraping job would cost, before it is made. Asks nobody.

use super::{
    place::{LIMITS, RECORDS, full_pages, most_pages, page_size},
    unable::cannot_search,
};
use crate::{
    connections,
    kernel::{
        app::App,
        error::{Error, Result},
        permission::Permission,
        scope::Scope,
    },
    prospecting::enrich::{Part, What},
};
use entity::ids::DataSourceId;

/// The price of reading so many records of this source: probably its pages are full; how many there are, only the source knows.
pub async fn estimate(app: &App, scope: &Scope, source: DataSourceId, records: Option<i32>) -> Result<Part> {
    scope.require(Permission::Prospect)?;
    let source = connections::source(app, scope, source).await?;
    let records = records.unwrap_or(RECORDS);
    if !LIMITS.contains(&records) {
        return Err(Error::invalid("records", "a number from 1 to 1,000,000"));
    }
    let Some(port) = source.source.find_people() else { return Err(cannot_search(source.kind)) };
    let size = page_size(records, port.find_people_most());
    let pages = (u64::from(full_pages(records, size)), u64::from(most_pages(records, size)));
    Ok(Part::of(&source, What::Search, port.find_people_price(size), pages))
}
