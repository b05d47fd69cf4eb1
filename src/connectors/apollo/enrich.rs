//! Bulk match: up to ten people, a credit for each found, charged again when asked again. Never repeated by us.

use super::{
    ask,
    client::Apollo,
    map,
    wire::{MatchAnswer, MatchQuestion},
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
const BATCH: usize = 10;
/// List price of a credit, as an estimate; the source's `creditMicros` says better.
pub(super) const CREDIT_MICROS: i64 = 20_000;

#[async_trait]
impl EnrichPerson for Apollo {
    async fn enrich_people(&self, clues: &[PersonClue]) -> Answered<Vec<Option<Person>>> {
        let details: Option<Vec<_>> = clues.iter().map(ask::detail).collect();
        let details = details.filter(|details| (1..=BATCH).contains(&details.len()));
        let details = details
            .ok_or_else(|| ConnectorError::bad_request("one to ten identifiable people are needed"))?;
        let question = MatchQuestion { details };
        let call = self.post("bulk_match", &["people", "bulk_match"]);
        let call = call.query("reveal_personal_emails", "false").json(&question)?;
        let answer: MatchAnswer = self.send(call).await?.parse()?;
        let matches = answer.matches.0;
        let found = i64::try_from(matches.len()).unwrap_or(0);
        // The decimal is missing now and then; then it is one for each found.
        let consumed = answer.credits_consumed.0.map_or(found * 1000, milli);
        let people = map::associate(&question.details, matches);
        let people = people.iter().map(|row| row.as_ref().map(map::person)).collect();
        Ok(Costed::new(people, self.common.price(consumed, CREDIT_MICROS)))
    }

    fn can_use(&self, clue: &PersonClue) -> bool {
        ask::detail(clue).is_some()
    }

    fn batch(&self) -> usize {
        BATCH
    }

    fn enrich_person_price(&self) -> Price {
        self.common.price(1000, CREDIT_MICROS)
    }
}

fn milli(credits: f64) -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "clamped to what credits can be")]
    let milli = (credits * 1000.0).clamp(0.0, 1e9).round() as i64;
    milli
}
