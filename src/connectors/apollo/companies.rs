//! One organization by domain: a credit when found, charged again when asked again.

use super::{client::Apollo, enrich::CREDIT_MICROS, map, wire::OrganizationAnswer};
use crate::connectors::{
    clue::CompanyClue,
    cost::{Costed, Price},
    error::ConnectorError,
    facts::Company,
    ports::{Answered, EnrichCompany},
};
use async_trait::async_trait;

#[async_trait]
impl EnrichCompany for Apollo {
    async fn enrich_company(&self, clue: &CompanyClue) -> Answered<Option<Company>> {
        if !self.can_use_company(clue) {
            return Err(ConnectorError::bad_request("a domain, LinkedIn address or name is needed"));
        }
        let by_name = clue.name.as_deref().filter(|_| clue.domain.is_none());
        let call = self
            .get("organization_enrich", &["organizations", "enrich"])
            .query_some("domain", clue.domain.as_deref())
            .query_some("linkedin_url", clue.linkedin_url.as_deref().filter(|_| clue.domain.is_none()))
            .query_some("name", by_name);
        let answer: OrganizationAnswer = self.send(call).await?.parse()?;
        // Not found is an empty object, or an organization that is null or without a name.
        let found = answer.organization.0.filter(|row| row.name.0.is_some() || row.id.0.is_some());
        let price = if found.is_some() { self.enrich_company_price() } else { Price::FREE };
        Ok(Costed::new(found.as_ref().map(map::company), price))
    }

    fn can_use_company(&self, clue: &CompanyClue) -> bool {
        clue.domain.is_some() || clue.linkedin_url.is_some() || clue.name.is_some()
    }

    fn enrich_company_price(&self) -> Price {
        self.common.price(1000, CREDIT_MICROS)
    }
}
