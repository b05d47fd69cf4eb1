//! People search: free; shows neither addresses nor full last names, so a match by id must follow.

use super::{ask, client::Apollo, map, wire::SearchAnswer};
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
/// Apollo shows no more of one search, in rows and in pages.
const VISIBLE: u64 = 50_000;
const LAST_PAGE: u32 = 500;

#[async_trait]
impl FindPeople for Apollo {
    async fn find_people(
        &self,
        query: &PeopleQuery,
        page: Option<&str>,
        limit: u32,
    ) -> Answered<Found<Person>> {
        let (page, limit) = (Page::read(page)?, limit.clamp(1, MAX_ROWS));
        let call = self.search().repeat(Repeat::Safe);
        let call = call.json(&ask::search(query, page.number, limit))?;
        let answer: SearchAnswer = self.send(call).await?.parse()?;
        // There is no pagination object: an empty page or the total says when it is over.
        let read = u64::from(page.number) * u64::from(limit);
        let has_more = !answer.people.0.is_empty() && read < answer.total_entries.0.unwrap_or(0);
        let is_shown = read < VISIBLE && page.number < LAST_PAGE;
        let items = answer.people.0.iter().map(map::person).collect();
        let next = if has_more && is_shown { page.next(None) } else { None };
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
