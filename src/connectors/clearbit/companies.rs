//! The company behind a domain: one credit.

use super::{client::Clearbit, map};
use crate::connectors::{
    clue::CompanyClue,
    cost::{Costed, Price},
    error::ConnectorError,
    facts::Company,
    ports::{Answered, EnrichCompany},
};
use async_trait::async_trait;

#[async_trait]
impl EnrichCompany for Clearbit {
    async fn enrich_company(&self, clue: &CompanyClue) -> Answered<Option<Company>> {
        let Some(domain) = &clue.domain else {
            return Err(ConnectorError::bad_request("a domain is needed"));
        };
        let call = self.get("companies_find", false, &["companies", "find"]).query("domain", domain);
        let answer = self.send(call).await?;
        if matches!(answer.status, 404 | 451) {
            return Ok(Costed::free(None));
        }
        let company = map::company(&map::bare(&answer)?);
        let price = if company.is_some() { self.enrich_company_price() } else { Price::FREE };
        Ok(Costed::new(company, price))
    }

    fn can_use_company(&self, clue: &CompanyClue) -> bool {
        clue.domain.is_some()
    }

    fn enrich_company_price(&self) -> Price {
        self.price(1)
    }
}
