//! A call of the waterfall as a question to a port.

use super::cache::Told;
use crate::{
    connections::ActiveSource,
    connectors::{
        clue::{CompanyClue, PersonClue},
        cost::{Costed, Price},
        ports::Answered,
    },
    crm::keys,
    prospecting::waterfall::{Call, Capability, Inputs},
};
use futures_util::{FutureExt, future::BoxFuture};

/// What the call costs by list price, and the call itself; `None`: the source has no such port any more.
pub fn prepare<'a>(
    source: &'a ActiveSource,
    call: &Call,
) -> Option<(Price, BoxFuture<'a, Answered<Option<Told>>>)> {
    let ports = &source.source;
    let clue = person(&call.inputs);
    Some(match call.capability {
        Capability::EnrichPerson => {
            let port = ports.enrich_person()?;
            let asked = async move {
                let answer = port.enrich_people(&[clue]).await?;
                let first = answer.value.into_iter().next().flatten();
                Ok(Costed::new(first.map(Told::Person), answer.price))
            };
            (port.enrich_person_price(), asked.boxed())
        }
        Capability::FindEmail => {
            let port = ports.find_email()?;
            let asked = async move {
                let answer = port.find_email(&clue).await?;
                Ok(Costed::new(answer.value.map(Told::Person), answer.price))
            };
            (port.find_email_price(), asked.boxed())
        }
        Capability::EnrichCompany => {
            let port = ports.enrich_company()?;
            let clue = company(&call.inputs);
            let asked = async move {
                let answer = port.enrich_company(&clue).await?;
                Ok(Costed::new(answer.value.map(Told::Company), answer.price))
            };
            (port.enrich_company_price(), asked.boxed())
        }
        Capability::VerifyEmail => {
            let port = ports.verify_email()?;
            let Inputs::Email { address } = call.inputs.clone() else { return None };
            let asked = async move {
                let answer = port.verify_email(&address).await?;
                Ok(Costed::new(Some(Told::Check(answer.value)), answer.price))
            };
            (port.verify_email_price(), asked.boxed())
        }
    })
}

fn person(inputs: &Inputs) -> PersonClue {
    match inputs.clone() {
        Inputs::Email { address } => PersonClue { email: Some(address), ..PersonClue::default() },
        Inputs::ExternalId { id } => PersonClue { external_id: Some(id), ..PersonClue::default() },
        Inputs::Linkedin { public_id } => {
            PersonClue { linkedin_url: Some(keys::linkedin_url(&public_id)), ..PersonClue::default() }
        }
        Inputs::NameAtDomain { first_name, last_name, domain } => PersonClue {
            full_name: Some(format!("{first_name} {last_name}")),
            first_name: Some(first_name),
            last_name: Some(last_name),
            company_domain: Some(domain),
            ..PersonClue::default()
        },
        Inputs::NameAtCompany { .. } | Inputs::Domain { .. } => PersonClue::default(),
    }
}

fn company(inputs: &Inputs) -> CompanyClue {
    match inputs.clone() {
        Inputs::Domain { domain } => CompanyClue { domain: Some(domain), ..CompanyClue::default() },
        _ => CompanyClue::default(),
    }
}
