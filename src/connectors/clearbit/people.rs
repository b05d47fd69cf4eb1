//! Who has this address, or this LinkedIn profile (Hunter only): one credit, two with the company.

use super::{client::Clearbit, map, settings::Via, wire};
use crate::connectors::{
    clue::PersonClue,
    cost::{Costed, Price},
    error::ConnectorError,
    facts::Person,
    ports::{Answered, EnrichPerson},
};
use async_trait::async_trait;

#[async_trait]
impl EnrichPerson for Clearbit {
    async fn enrich_people(&self, clues: &[PersonClue]) -> Answered<Vec<Option<Person>>> {
        let ([clue], true) = (clues, clues.iter().all(|clue| self.can_use(clue))) else {
            return Err(ConnectorError::bad_request("one person with an address is needed"));
        };
        let path = if self.settings.is_combined { "combined" } else { "people" };
        let call = self
            .get("people_find", true, &[path, "find"])
            .query_some("email", clue.email.as_deref())
            .query_some("linkedin_handle", clue.linkedin_id().filter(|_| clue.email.is_none()));
        let answer = self.send(call).await?;
        match answer.status {
            404 => return Ok(Costed::free(vec![None])),
            451 => return Ok(Costed::free(vec![Some(Person { is_forbidden: true, ..Person::default() })])),
            _ => {}
        }
        let person = if self.settings.is_combined {
            combined(&map::bare(&answer)?)
        } else {
            map::person(&map::bare(&answer)?)
        };
        // An empty success was billed all the same where both halves are asked for.
        let is_billed = person.is_some() || self.settings.is_combined;
        let price = if is_billed { self.enrich_person_price() } else { Price::FREE };
        Ok(Costed::new(vec![person], price))
    }

    fn can_use(&self, clue: &PersonClue) -> bool {
        clue.email.is_some() || (self.settings.via == Via::Hunter && clue.linkedin_id().is_some())
    }

    fn enrich_person_price(&self) -> Price {
        self.price(if self.settings.is_combined { 2 } else { 1 })
    }
}

/// Either half may be null: a company without a person is nobody.
fn combined(both: &wire::Combined) -> Option<Person> {
    let mut person = map::person(both.person.0.as_ref()?)?;
    if let Some(company) = both.company.0.as_ref().and_then(map::company) {
        person.company.external_id = company.external_id;
        person.company.facts.extend(company.facts);
    }
    Some(person)
}
