//! One company, by domain or Crunchbase's own id.

use super::{
    ask,
    client::Crunchbase,
    map,
    wire::{Entity, Properties, SearchAnswer},
};
use crate::connectors::{
    clue::CompanyClue,
    cost::{Costed, Price},
    error::ConnectorError,
    facts::Company,
    loose::{Maybe, Text},
    ports::{Answered, EnrichCompany},
};
use async_trait::async_trait;
use serde::Deserialize;

/// The whole of an entity's page.
#[derive(Deserialize)]
struct EntityAnswer {
    properties: Maybe<Properties>,
}

#[async_trait]
impl EnrichCompany for Crunchbase {
    async fn enrich_company(&self, clue: &CompanyClue) -> Answered<Option<Company>> {
        let has_funding = self.settings.has_funding;
        let entity = match (&clue.domain, &clue.external_id) {
            (Some(domain), _) => {
                let call = self.post("organization_search", &["searches", "organizations"]);
                let call = call.json(&ask::by_domain(domain, has_funding))?;
                let answer: SearchAnswer = self.send(call).await?.parse()?;
                answer.entities.0.into_iter().next()
            }
            (None, Some(id)) => {
                let call = self.get("organization", &["entities", "organizations", id]);
                let answer = self.send(call.query("field_ids", &ask::fields(has_funding).join(","))).await?;
                if answer.status == 404 {
                    return Ok(Costed::free(None));
                }
                let answer: EntityAnswer = answer.parse()?;
                Some(Entity { uuid: Text(Some(id.clone())), properties: answer.properties })
            }
            (None, None) => return Err(ConnectorError::bad_request("a domain or Crunchbase's id is needed")),
        };
        Ok(Costed::free(entity.as_ref().and_then(map::company)))
    }

    fn can_use_company(&self, clue: &CompanyClue) -> bool {
        clue.domain.is_some() || clue.external_id.is_some()
    }

    fn enrich_company_price(&self) -> Price {
        Price::FREE
    }
}
