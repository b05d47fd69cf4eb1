//! People, page by page.

use super::{
    call::{HttpApi, price},
    map,
    values::Values,
};
use crate::connectors::{
    cost::{Costed, Price},
    error::ConnectorError,
    facts::{Found, PeopleQuery, Person},
    page::Page,
    ports::{Answered, FindPeople},
};
use async_trait::async_trait;
use serde_json::Value;

/// Rows taken from one page, whatever the API sends.
const MAX_ROWS: usize = 1000;

#[async_trait]
impl FindPeople for HttpApi {
    async fn find_people(
        &self,
        query: &PeopleQuery,
        page: Option<&str>,
        limit: u32,
    ) -> Answered<Found<Person>> {
        let (page, limit) = (Page::read(page)?, limit.clamp(1, 100));
        let Some(endpoint) = &self.settings.people else {
            return Err(ConnectorError::bad_request("this source describes no search"));
        };
        let size = endpoint.paging.size_parameter.as_ref().map(|name| (name.clone(), limit.to_string()));
        let extra = endpoint.paging.ask(&page, limit).into_iter().chain(size).collect();
        let answer = self.send("people_search", endpoint, &Values::search(query, limit), extra).await?;
        if matches!(answer.status, 404 | 410) {
            return Err(ConnectorError::bad_request("there is nothing at this address"));
        }
        let body: Value = answer.parse()?;
        let rows = body.pointer(&endpoint.items).and_then(Value::as_array);
        let rows = rows.ok_or_else(|| ConnectorError::malformed("no list where `items` points"))?;
        let rows = rows.get(..MAX_ROWS.min(rows.len())).unwrap_or_default();
        let items = rows.iter().filter_map(|row| map::person(endpoint, row)).collect();
        let (next, is_cut_off) = endpoint.paging.next(&page, &body, rows, limit);
        Ok(Costed::new(Found { items, next, is_cut_off }, self.find_people_price(limit)))
    }

    fn find_people_price(&self, _limit: u32) -> Price {
        price(self.settings.people.as_ref())
    }
}
