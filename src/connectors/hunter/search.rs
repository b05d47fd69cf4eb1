//! Who works at the companies that are named: one domain after the other, page by page. A credit for each ten addresses begun.

use super::{
    ask,
    client::{CREDIT_MICROS, Hunter},
    map, wire,
};
use crate::connectors::{
    cost::{Costed, Price},
    error::ConnectorError,
    facts::{Found, PeopleQuery, Person},
    page::Page,
    ports::{Answered, FindPeople},
};
use async_trait::async_trait;

/// Rows of one page.
const MAX_ROWS: u32 = 100;
/// Addresses that one credit pays for; the help pages say so, and that nothing is paid where there are none.
const FOR_A_CREDIT: u32 = 10;

#[async_trait]
impl FindPeople for Hunter {
    async fn find_people(
        &self,
        query: &PeopleQuery,
        page: Option<&str>,
        limit: u32,
    ) -> Answered<Found<Person>> {
        let (page, limit) = (Page::read(page)?, limit.clamp(1, MAX_ROWS));
        let place = Place::read(page.cursor.as_deref())?;
        let Some(domain) = query.company_domains.get(place.domain) else {
            return Err(ConnectorError::bad_request("the domain of a company is needed"));
        };
        let domains = query.company_domains.len();
        let call = self
            .get("people_search", "domain-search")
            .query("domain", domain)
            .query("type", "personal")
            .query("limit", &limit.to_string())
            .query("offset", &place.offset.to_string())
            .query_some("seniority", ask::levels(query).as_deref())
            .query_some("department", ask::departments(query).as_deref());
        let answer = self.send(call).await?;
        match answer.status {
            202 | 222 => return Err(ConnectorError::later(5)),
            // Nothing is known of this company, or nothing may be told: the others are asked all the same.
            404 | 451 => return Ok(Costed::free(found(vec![], &page, place.of_next_domain(domains)))),
            _ => {}
        }
        let searched: wire::Searched = answer.parse()?;
        let site = searched.data.0.ok_or_else(|| ConnectorError::malformed("no company in the answer"))?;
        let rows = u32::try_from(site.emails.0.len()).unwrap_or(u32::MAX);
        let all = searched.meta.0.and_then(|meta| meta.results.0);
        let items = site.emails.0.iter().filter_map(|row| map::colleague(row.0.as_ref()?, &site)).collect();
        let next = place.after((rows, limit), all, domains);
        Ok(Costed::new(found(items, &page, next), self.price_of(rows.min(limit))))
    }

    fn find_people_most(&self) -> u32 {
        MAX_ROWS
    }

    fn needs_domains(&self) -> bool {
        true
    }

    fn find_people_price(&self, limit: u32) -> Price {
        self.price_of(limit.clamp(1, MAX_ROWS))
    }
}

impl Hunter {
    fn price_of(&self, addresses: u32) -> Price {
        self.common.price(i64::from(addresses.div_ceil(FOR_A_CREDIT)) * 1000, CREDIT_MICROS)
    }
}

fn found(items: Vec<Person>, page: &Page, place: Option<Place>) -> Found<Person> {
    let next = place.and_then(|place| page.next(Some(&format!("{}:{}", place.domain, place.offset))));
    let is_cut_off = place.is_some() && next.is_none();
    Found { items, next, is_cut_off }
}

/// Where a search stands: which of the domains, and how many of its addresses were shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Place {
    domain: usize,
    offset: u64,
}

impl Place {
    fn read(cursor: Option<&str>) -> Result<Self, ConnectorError> {
        let Some(cursor) = cursor else { return Ok(Self::default()) };
        let read = cursor.split_once(':').and_then(|(domain, offset)| {
            Some(Self { domain: domain.parse().ok()?, offset: offset.parse().ok()? })
        });
        read.ok_or_else(|| ConnectorError::bad_request("the page is not one we gave"))
    }

    /// After so many rows where `limit` were asked for, `all`: how many the domain has, if that was said.
    fn after(self, (rows, limit): (u32, u32), all: Option<u64>, domains: usize) -> Option<Self> {
        let offset = self.offset.saturating_add(limit.into());
        let has_more = rows > 0 && all.map_or(rows >= limit, |all| offset < all);
        if has_more { Some(Self { offset, ..self }) } else { self.of_next_domain(domains) }
    }

    fn of_next_domain(self, domains: usize) -> Option<Self> {
        let domain = self.domain.saturating_add(1);
        (domain < domains).then_some(Self { domain, offset: 0 })
    }
}

#[cfg(test)]
mod tests {
    use super::Place;

    #[test]
    fn one_domain_is_read_to_its_end_before_the_next() {
        let start = Place::read(None).unwrap();
        let second = start.after((10, 10), Some(12), 2).unwrap();
        assert_eq!(second, Place { domain: 0, offset: 10 });
        assert_eq!(Place::read(Some("0:10")), Ok(second));
        let other = second.after((2, 10), Some(12), 2).unwrap();
        assert_eq!(other, Place { domain: 1, offset: 0 });
        assert_eq!(other.after((10, 10), None, 2), Some(Place { domain: 1, offset: 10 }), "a full page");
        assert_eq!(other.after((3, 10), None, 2), None);
        assert_eq!(other.after((0, 10), Some(4_000), 2), None, "it says there are more, and gives none");
        for odd in ["", "1", "a:0", "0:-1", "0:1:2"] {
            assert!(Place::read(Some(odd)).is_err(), "{odd}");
        }
    }
}
