//! Contact enrichment: up to 25 people, a credit for each new one; free again within twelve months.

use super::{
    ask,
    client::{CREDIT_MICROS, Zoominfo},
    map,
    wire::{Contact, Document},
};
use crate::connectors::{
    clue::PersonClue,
    cost::{Costed, Price},
    error::ConnectorError,
    facts::Person,
    ports::{Answered, EnrichPerson},
};
use async_trait::async_trait;

/// Records in one call.
const BATCH: usize = 25;

#[async_trait]
impl EnrichPerson for Zoominfo {
    async fn enrich_people(&self, clues: &[PersonClue]) -> Answered<Vec<Option<Person>>> {
        let people: Option<Vec<_>> = clues.iter().map(ask::person).collect();
        let people = people.filter(|people| (1..=BATCH).contains(&people.len()));
        let people =
            people.ok_or_else(|| ConnectorError::bad_request("1 to 25 identifiable people are needed"))?;
        let attributes = ask::contacts(&people, self.settings.has_phones);
        let call = self.post("contacts_enrich", ["contacts", "enrich"], "ContactEnrich", attributes)?;
        let document: Document<Contact> = self.send(call).await?.parse()?;
        let billed = document.data.0.iter().filter(|row| map::is_match(row)).count();
        let credits_milli = i64::try_from(billed).unwrap_or(0) * 1000;
        let found = map::associate(&people, document.data.0);
        Ok(Costed::new(found, self.settings.common.price(credits_milli, CREDIT_MICROS)))
    }

    fn can_use(&self, clue: &PersonClue) -> bool {
        ask::person(clue).is_some()
    }

    fn gives_phones(&self) -> bool {
        self.settings.has_phones
    }

    fn batch(&self) -> usize {
        BATCH
    }

    fn enrich_person_price(&self) -> Price {
        self.settings.common.price(1000, CREDIT_MICROS)
    }
}
