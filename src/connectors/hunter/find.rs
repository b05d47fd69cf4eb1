//! The business address of a named person: one credit, if found.

use super::{
    client::{CREDIT_MICROS, Hunter},
    map, wire,
};
use crate::connectors::{
    clue::PersonClue,
    cost::{Costed, Price},
    error::ConnectorError,
    facts::Person,
    ports::{Answered, FindEmail},
};
use async_trait::async_trait;

#[async_trait]
impl FindEmail for Hunter {
    async fn find_email(&self, clue: &PersonClue) -> Answered<Option<Person>> {
        if !self.can_find_email(clue) {
            return Err(ConnectorError::bad_request("a name and the company's domain or name are needed"));
        }
        let names = clue.names();
        let handle = clue.linkedin_id().filter(|_| names.is_none());
        let company = clue.company_name.as_deref().filter(|_| clue.company_domain.is_none());
        let call = self
            .get("email_finder", "email-finder")
            .query_some("domain", clue.company_domain.as_deref())
            .query_some("company", company)
            .query_some("first_name", names.as_ref().map(|names| names.0.as_str()))
            .query_some("last_name", names.as_ref().map(|names| names.1.as_str()))
            .query_some("linkedin_handle", handle);
        let answer = self.send(call).await?;
        match answer.status {
            202 => return Err(ConnectorError::later(5)),
            451 => return Ok(Costed::free(Some(map::forbidden()))),
            404 => return Ok(Costed::free(None)),
            _ => {}
        }
        let found: wire::Envelope<wire::Found> = answer.parse()?;
        let person = found.data.0.as_ref().and_then(map::person);
        let price = if person.is_some() { self.find_email_price() } else { Price::FREE };
        Ok(Costed::new(person, price))
    }

    fn can_find_email(&self, clue: &PersonClue) -> bool {
        let is_employed = clue.company_domain.is_some() || clue.company_name.is_some();
        is_employed && (clue.names().is_some() || clue.linkedin_id().is_some())
    }

    fn find_email_price(&self) -> Price {
        self.common.price(1000, CREDIT_MICROS)
    }
}
