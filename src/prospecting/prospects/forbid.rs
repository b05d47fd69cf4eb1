//! Who must not be contacted is no prospect: those who are suppressed, and those who asked a provider not to process their
//! data (451), who are suppressed from then on.

use super::write::remove;
use crate::{
    connectors::facts::{CompanyField, Person, PersonField},
    consent::{self, NewSuppression, Party, Within},
    kernel::{
        error::{Error, Result},
        tx::Tx,
    },
    prospecting::merge::Merged,
};
use entity::{
    contact::Channel,
    ids::{ProspectId, WorkspaceId},
    prospect::Model,
    suppression::{SuppressionKind, SuppressionSource},
};

/// Which of these people must not be contacted, in their order.
pub async fn are_suppressed(tx: &Tx, workspace: WorkspaceId, people: &[&Merged]) -> Result<Vec<bool>> {
    suppressed(tx, Within { workspace: Some(workspace), campaign: None }, people).await
}

/// The same for a contact within these.
pub async fn suppressed(tx: &Tx, within: Within, people: &[&Merged]) -> Result<Vec<bool>> {
    let parties: Vec<Party> = people.iter().map(|person| party(person)).collect();
    let hits = consent::check(tx.app(), tx.scope(), within, &parties, tx).await?;
    Ok(hits.iter().map(|hits| !hits.is_empty()).collect())
}

/// Takes the prospect away and sees to it that nobody in the agency writes to them.
pub async fn drop_forbidden(tx: &mut Tx, id: ProspectId, merged: &Merged) -> Result<()> {
    suppress(tx, merged).await?;
    remove(tx, &[id]).await
}

/// Enters everything they are known by.
pub async fn suppress(tx: &mut Tx, merged: &Merged) -> Result<()> {
    let of =
        |field| merged.facts.iter().filter(move |fact| fact.field == field).map(|fact| fact.value.clone());
    let emails = of(PersonField::Email).map(|value| (SuppressionKind::Email, value));
    let profiles = of(PersonField::LinkedinUrl).map(|value| (SuppressionKind::Linkedin, value));
    let numbers = of(PersonField::Phone).chain(of(PersonField::Whatsapp));
    let numbers = numbers.map(|value| (SuppressionKind::Phone, value));
    let all: Vec<(SuppressionKind, String)> = emails.chain(profiles).chain(numbers).collect();
    for (kind, value) in all {
        let reason = Some("Asked a provider not to process their data.".to_owned());
        let source = SuppressionSource::Legal;
        let new = NewSuppression { kind, value, source, reason, workspace: None, campaign: None };
        match consent::add(tx, new).await {
            // A value that is none of its kind cannot be written to either.
            Ok(_) | Err(Error::Invalid(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// Every way a source named to reach this person, and so to be suppressed: one party each.
pub fn ways(person: &Person) -> impl Iterator<Item = Party> {
    let own = person.facts.iter().filter_map(|fact| way(fact.field, &fact.value));
    let domains = person.company.facts.iter().filter(|fact| fact.field == CompanyField::Domain);
    own.chain(domains.map(|fact| Party { domain: Some(fact.value.clone()), ..Party::default() }))
}

/// The party that is reached so; `None`: nobody is suppressed by such a field.
pub fn way(field: PersonField, value: &str) -> Option<Party> {
    let value = Some(value.to_owned());
    match field {
        PersonField::Email => Some(Party { email: value, ..Party::default() }),
        PersonField::Phone | PersonField::Whatsapp => Some(Party { phone: value, ..Party::default() }),
        PersonField::LinkedinUrl => Some(Party { linkedin: value, ..Party::default() }),
        _ => None,
    }
}

/// The prospect as it is reached.
pub fn party_of(row: &Model) -> Party {
    let whatsapp = row.handles.0.iter().find(|handle| handle.channel == Channel::Whatsapp);
    Party {
        email: row.email.clone(),
        phone: row.phone_key.clone().or_else(|| row.phone.clone()),
        whatsapp: whatsapp.map(|handle| handle.handle.clone()),
        linkedin: row.linkedin_url.clone(),
        domain: row.company_domain.clone(),
    }
}

fn party(merged: &Merged) -> Party {
    let text = |field| merged.get(field).map(str::to_owned);
    Party {
        email: text(PersonField::Email),
        phone: text(PersonField::Phone),
        whatsapp: text(PersonField::Whatsapp),
        linkedin: text(PersonField::LinkedinUrl),
        domain: merged.company.get(CompanyField::Domain).map(str::to_owned),
    }
}
