//! Company enrichment: a credit for each new company.

use super::{
    ask,
    client::{CREDIT_MICROS, Zoominfo},
    map,
    wire::{self, Document},
};
use crate::connectors::{
    clue::CompanyClue,
    cost::{Costed, Price},
    error::ConnectorError,
    facts::Company,
    ports::{Answered, EnrichCompany},
};
use async_trait::async_trait;

#[async_trait]
impl EnrichCompany for Zoominfo {
    async fn enrich_company(&self, clue: &CompanyClue) -> Answered<Option<Company>> {
        let attributes = ask::company(clue);
        let attributes =
            attributes.ok_or_else(|| ConnectorError::bad_request("a domain, name or id is needed"))?;
        let call = self.post("companies_enrich", ["companies", "enrich"], "CompanyEnrich", attributes)?;
        let document: Document<wire::Company> = self.send(call).await?.parse()?;
        let is_billed = document.data.0.iter().any(map::is_match);
        let price = if is_billed { self.enrich_company_price() } else { Price::FREE };
        Ok(Costed::new(document.data.0.iter().find_map(map::company), price))
    }

    fn can_use_company(&self, clue: &CompanyClue) -> bool {
        ask::company(clue).is_some()
    }

    fn enrich_company_price(&self) -> Price {
        self.settings.common.price(1000, CREDIT_MICROS)
    }
}
