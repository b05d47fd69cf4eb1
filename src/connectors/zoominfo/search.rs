//! Contact search: free, and without addresses or numbers.

use super::{
    ask,
    client::Zoominfo,
    map,
    wire::{Contact, Document},
};
use crate::connectors::{
    cost::{Costed, Price},
    facts::{Found, PeopleQuery, Person},
    http::Repeat,
    page::Page,
    ports::{Answered, FindPeople},
};
use async_trait::async_trait;

/// Rows of one page.
const MAX_ROWS: u32 = 100;
/// ZoomInfo refuses pages beyond this one.
const LAST_PAGE: u32 = 100;

#[async_trait]
impl FindPeople for Zoominfo {
    async fn find_people(
        &self,
        query: &PeopleQuery,
        page: Option<&str>,
        limit: u32,
    ) -> Answered<Found<Person>> {
        let (page, limit) = (Page::read(page)?, limit.clamp(1, MAX_ROWS));
        let Some(attributes) = ask::search(query) else { return Ok(Costed::free(Found::default())) };
        let call = self
            .post("contacts_search", ["contacts", "search"], "ContactSearch", attributes)?
            .query("page[number]", &page.number.min(LAST_PAGE).to_string())
            .query("page[size]", &limit.to_string())
            .repeat(Repeat::Safe);
        let document: Document<Contact> = self.send(call).await?.parse()?;
        let total = document.meta.0.and_then(|meta| meta.total_results.0).unwrap_or(0);
        let has_more = !document.data.0.is_empty() && u64::from(page.number) * u64::from(limit) < total;
        let items = document.data.0.iter().filter_map(map::person).collect();
        let next = if has_more && page.number < LAST_PAGE { page.next(None) } else { None };
        let is_cut_off = has_more && next.is_none();
        Ok(Costed::free(Found { items, next, is_cut_off }))
    }

    fn find_people_most(&self) -> u32 {
        MAX_ROWS
    }

    fn find_people_price(&self, _limit: u32) -> Price {
        Price::FREE
    }
}
