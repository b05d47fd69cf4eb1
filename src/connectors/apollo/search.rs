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

/// Apollo shows no more of one search.
const VISIBLE: u64 = 50_000;

#[async_trait]
impl FindPeople for Apollo {
    async fn find_people(
        &self,
        query: &PeopleQuery,
        page: Option<&str>,
        limit: u32,
    ) -> Answered<Found<Person>> {
        let (page, limit) = (Page::read(page)?, limit.clamp(1, 100));
        let call = self.search().repeat(Repeat::Safe);
        let call = call.json(&ask::search(query, page.number, limit))?;
        let answer: SearchAnswer = self.send(call).await?.parse()?;
        // There is no pagination object: an empty page or the total says when it is over.
        let total = answer.total_entries.0.unwrap_or(0).min(VISIBLE);
        let has_more = !answer.people.0.is_empty() && u64::from(page.number) * u64::from(limit) < total;
        let items = answer.people.0.iter().map(map::person).collect();
        Ok(Costed::free(Found { items, next: if has_more { page.next(None) } else { None } }))
    }

    fn find_people_price(&self) -> Price {
        Price::FREE
    }
}
