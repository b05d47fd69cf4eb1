//! What a call needs to know, and its key: the same question has the same key, whoever asks.

use super::known::Known;
use super::plan::{Capability, Field, Identity, Offer};
use crate::connectors::facts::{CompanyField, PersonField};
use crate::crm::keys;
use serde::{Deserialize, Serialize};

/// What is sent to the provider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE", tag = "kind")]
pub enum Inputs {
    Email {
        address: String,
    },
    NameAtDomain {
        first_name: String,
        last_name: String,
        domain: String,
    },
    /// Only to find what is on file: too vague to ask by. `company` is the key of its name.
    NameAtCompany {
        first_name: String,
        last_name: String,
        company: String,
    },
    ExternalId {
        id: String,
    },
    Linkedin {
        public_id: String,
    },
    Domain {
        domain: String,
    },
}

/// What a call would have needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum MissingInput {
    /// First and last name.
    FullName,
    CompanyDomain,
    /// The only domain known is a mail provider's, which says nothing about the company (rule 22).
    CorporateDomain,
    Email,
    /// Any of: the provider's id, a LinkedIn profile, an e-mail address, name and company domain.
    PersonIdentity,
}

impl Inputs {
    /// What the offer's source would be asked, or what is missing for it. For a person, the strongest identity it takes wins.
    pub(super) fn for_call(offer: &Offer, known: &Known) -> Result<Self, MissingInput> {
        match offer.capability {
            Capability::FindEmail => name_at_domain(known),
            Capability::VerifyEmail => email(known).ok_or(MissingInput::Email),
            Capability::EnrichCompany => domain(known).map(|domain| Self::Domain { domain }),
            Capability::EnrichPerson => {
                let named = |identity: Identity| match identity {
                    Identity::ExternalId => external_id(&offer.source, known),
                    Identity::Linkedin => linkedin(known),
                    Identity::Email => email(known),
                    Identity::NameAtDomain => name_at_domain(known).ok(),
                };
                let taken = Identity::ALL.into_iter().filter(|identity| offer.takes.contains(identity));
                taken.into_iter().find_map(named).ok_or(MissingInput::PersonIdentity)
            }
        }
    }

    /// Every name this person goes by, whether or not the source takes it: an answer may be on file under any of them.
    #[must_use]
    pub fn names(source: &str, known: &Known) -> Vec<Self> {
        let ids = known.external_ids.get(source).into_iter().flatten();
        let profiles = known.all(Field::Person(PersonField::LinkedinUrl));
        let profiles = profiles.filter_map(|url| keys::linkedin_id(url).ok());
        let addresses = known.all(Field::Person(PersonField::Email));
        ids.map(|id| Self::ExternalId { id: id.clone() })
            .chain(profiles.map(|public_id| Self::Linkedin { public_id }))
            .chain(addresses.map(|address| Self::Email { address: address.to_owned() }))
            .chain(name_at_domain(known))
            .chain(name_at_company(known))
            .collect()
    }

    /// The question as text. It holds personal values: store it hashed, and never log it.
    #[must_use]
    pub fn fact_key(&self, capability: Capability) -> String {
        let what = match capability {
            Capability::FindEmail => "find_email",
            Capability::VerifyEmail => "verify_email",
            Capability::EnrichPerson => "enrich_person",
            Capability::EnrichCompany => "enrich_company",
        };
        match self {
            Self::Email { address } => format!("{what}:email:{address}"),
            Self::NameAtDomain { first_name, last_name, domain } => {
                format!("{what}:name:{}|{}@{domain}", keys::fold(first_name), keys::fold(last_name))
            }
            Self::NameAtCompany { first_name, last_name, company } => {
                format!("{what}:name:{}|{} at {company}", keys::fold(first_name), keys::fold(last_name))
            }
            Self::ExternalId { id } => format!("{what}:id:{id}"),
            Self::Linkedin { public_id } => format!("{what}:linkedin:{public_id}"),
            Self::Domain { domain } => format!("{what}:domain:{domain}"),
        }
    }
}

fn external_id(source: &str, known: &Known) -> Option<Inputs> {
    let id = known.external_ids.get(source).and_then(|ids| ids.first());
    id.map(|id| Inputs::ExternalId { id: id.clone() })
}

fn email(known: &Known) -> Option<Inputs> {
    known.get(Field::Person(PersonField::Email)).map(|address| Inputs::Email { address: address.to_owned() })
}

fn linkedin(known: &Known) -> Option<Inputs> {
    let url = known.get(Field::Person(PersonField::LinkedinUrl))?;
    keys::linkedin_id(url).ok().map(|public_id| Inputs::Linkedin { public_id })
}

fn domain(known: &Known) -> Result<String, MissingInput> {
    let stated = known.get(Field::Company(CompanyField::Domain));
    let address = known.get(Field::Person(PersonField::Email));
    let found = stated.into_iter().chain(address).find_map(keys::company_domain_of);
    let is_freemail = stated.is_some() || address.is_some();
    found.ok_or(if is_freemail { MissingInput::CorporateDomain } else { MissingInput::CompanyDomain })
}

fn name_at_domain(known: &Known) -> Result<Inputs, MissingInput> {
    let (first_name, last_name) = names(known).ok_or(MissingInput::FullName)?;
    Ok(Inputs::NameAtDomain { first_name, last_name, domain: domain(known)? })
}

fn name_at_company(known: &Known) -> Option<Inputs> {
    let (first_name, last_name) = names(known)?;
    let company = keys::company_name_key(known.get(Field::Company(CompanyField::Name))?)?;
    Some(Inputs::NameAtCompany { first_name, last_name, company })
}

/// First and last name; a masked or one-letter name is none.
fn names(known: &Known) -> Option<(String, String)> {
    let name = |field| known.get(Field::Person(field)).map(str::trim).filter(|name| is_name(name));
    let given = name(PersonField::FirstName).zip(name(PersonField::LastName));
    let split = || {
        name(PersonField::FullName)?.split_once(' ').filter(|(first, last)| is_name(first) && is_name(last))
    };
    given.or_else(split).map(|(first, last)| (first.trim().to_owned(), last.trim().to_owned()))
}

fn is_name(text: &str) -> bool {
    !text.contains('*') && text.chars().filter(|c| c.is_alphabetic()).count() > 1
}
