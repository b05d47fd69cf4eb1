//! Companies by place, category and size.

use super::{ask, client::Crunchbase, map, resolve::resolve, wire::SearchAnswer};
use crate::connectors::{
    clue::CompanyQuery,
    cost::{Costed, Price},
    error::ConnectorError,
    facts::{Company, Found},
    page::Page,
    ports::{Answered, FindCompanies},
};
use async_trait::async_trait;

#[async_trait]
impl FindCompanies for Crunchbase {
    async fn find_companies(
        &self,
        query: &CompanyQuery,
        page: Option<&str>,
        limit: u32,
    ) -> Answered<Found<Company>> {
        let (page, limit) = (Page::read(page)?, limit.clamp(1, 100));
        let resolved = match &page.cursor {
            Some(cursor) => Some(read(cursor)?),
            None => resolve(self, query).await?,
        };
        let Some(resolved) = resolved else { return Ok(Costed::free(Found::default())) };
        let body = ask::search(query, &resolved, self.settings.has_funding, limit);
        if body.query.is_empty() {
            return Err(ConnectorError::bad_request("a place, an industry or a size is needed"));
        }
        let call = self.post("organization_search", &["searches", "organizations"]).json(&body)?;
        let answer: SearchAnswer = self.send(call).await?.parse()?;
        let rows = answer.entities.0;
        let last = rows.last().and_then(|row| row.uuid.cloned());
        // Fewer than asked for is the end; so is a last row we have seen before.
        let is_full = rows.len() >= usize::try_from(limit).unwrap_or(usize::MAX);
        let last = last.filter(|last| is_full && resolved.after.as_ref() != Some(last));
        let next = last.and_then(|last| {
            let place = ask::Resolved { after: Some(last), ..resolved };
            page.next(Some(&serde_json::to_string(&place).ok()?))
        });
        Ok(Costed::free(Found {
            items: rows.iter().filter_map(map::company).collect(),
            next,
            is_cut_off: false,
        }))
    }

    fn find_companies_price(&self) -> Price {
        Price::FREE
    }
}

fn read(cursor: &str) -> Result<ask::Resolved, ConnectorError> {
    serde_json::from_str(cursor).map_err(|_| ConnectorError::bad_request("the page is not one we gave"))
}
