//! People search: by title, place, industry and words; one list for each title.

use super::{
    client::Unipile,
    map,
    place::{MAX_TITLES, Place},
    resolve::resolve,
    wire::SearchAnswer,
};
use crate::connectors::{
    cost::{Costed, Price},
    error::ConnectorError,
    facts::{Found, PeopleQuery, Person},
    page::Page,
    ports::{Answered, FindPeople},
};
use async_trait::async_trait;
use serde_json::{Map, Value, json};

/// Rows of one page: LinkedIn's own search shows no more.
const MAX_ROWS: u32 = 50;

#[async_trait]
impl FindPeople for Unipile {
    async fn find_people(
        &self,
        query: &PeopleQuery,
        page: Option<&str>,
        limit: u32,
    ) -> Answered<Found<Person>> {
        let page = Page::read(page)?;
        let place = match &page.cursor {
            Some(cursor) => Some(read(cursor)?),
            None => resolve(self, query).await?,
        };
        let Some(place) = place else { return Ok(Costed::free(Found::default())) };
        let body = body(query, &place, self.settings.search)?;
        let call = self
            .post("people_search", &["linkedin", "search"])
            .query("account_id", &self.settings.account_id)
            .query("limit", &limit.clamp(1, MAX_ROWS).to_string())
            .query_some("cursor", place.current().1)
            .json(&body)?;
        let answer: SearchAnswer = self.send(call).await?.parse()?;
        let rows = answer.items.0;
        let cursor = answer.cursor.as_deref().filter(|_| !rows.is_empty());
        let place = place.next(cursor);
        // Whoever has only one of the titles that are not searched is left out too.
        let is_left_out = place.is_some() || query.titles.len() > MAX_TITLES;
        let next = place.and_then(|place| page.next(Some(&serde_json::to_string(&place).ok()?)));
        let is_cut_off = next.is_none() && is_left_out;
        Ok(Costed::free(Found { items: rows.iter().filter_map(map::hit).collect(), next, is_cut_off }))
    }

    fn find_people_most(&self) -> u32 {
        MAX_ROWS
    }

    fn find_people_price(&self, _limit: u32) -> Price {
        Price::FREE
    }
}

/// Only what is asked for: empty lists are refused.
fn body(query: &PeopleQuery, place: &Place, search: &str) -> Result<Value, ConnectorError> {
    let mut fields = Map::new();
    if let Some(title) = query.titles.get(place.current().0) {
        fields.insert("advanced_keywords".to_owned(), json!({ "title": title }));
    }
    if let Some(words) = &place.keywords {
        fields.insert("keywords".to_owned(), json!(words));
    }
    for (name, ids) in [("location", &place.locations), ("industry", &place.industries)] {
        if !ids.is_empty() {
            fields.insert(name.to_owned(), json!(ids));
        }
    }
    if fields.is_empty() {
        return Err(ConnectorError::bad_request("a title, a place, an industry or a word is needed"));
    }
    fields.insert("api".to_owned(), json!(search));
    fields.insert("category".to_owned(), json!("people"));
    Ok(fields.into())
}

fn read(cursor: &str) -> Result<Place, ConnectorError> {
    serde_json::from_str(cursor).map_err(|_| ConnectorError::bad_request("the page is not one we gave"))
}
