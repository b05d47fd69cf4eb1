//! One profile, by public id or the id this account knows the person by. Counts as a profile view.

use super::{client::Unipile, map, wire::Profile};
use crate::connectors::{
    clue::PersonClue,
    cost::{Costed, Price},
    error::ConnectorError,
    facts::Person,
    ports::{Answered, EnrichPerson},
};
use async_trait::async_trait;

#[async_trait]
impl EnrichPerson for Unipile {
    async fn enrich_people(&self, clues: &[PersonClue]) -> Answered<Vec<Option<Person>>> {
        let identifier = match clues {
            [clue] => clue.linkedin_id().or(clue.external_id.as_deref()),
            _ => None,
        };
        let identifier = identifier.filter(|id| *id != "me" && *id != "relations");
        let identifier =
            identifier.ok_or_else(|| ConnectorError::bad_request("one LinkedIn profile is needed"))?;
        let call = self
            .get("profile", &["users", identifier])
            .query("account_id", &self.settings.account_id)
            .query("linkedin_sections", "experience");
        let answer = self.send(call).await?;
        // Nobody there, or a locked profile.
        if !answer.is_success() {
            return Ok(Costed::free(vec![None]));
        }
        let profile: Profile = answer.parse()?;
        Ok(Costed::free(vec![map::profile(&profile)]))
    }

    fn can_use(&self, clue: &PersonClue) -> bool {
        clue.linkedin_id().is_some() || clue.external_id.is_some()
    }

    fn enrich_person_price(&self) -> Price {
        Price::FREE
    }
}
