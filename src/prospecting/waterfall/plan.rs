//! What is wanted, who can supply it, in which order.

use crate::connectors::facts::{CompanyField, PersonField};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A field of a person or of their company.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    Person(PersonField),
    Company(CompanyField),
}

/// What a provider can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Capability {
    /// An address from first name, last name and company domain.
    FindEmail,
    /// Whether an address takes mail.
    VerifyEmail,
    /// Facts about a person, known by the provider's id, LinkedIn, e-mail, or name and company domain.
    EnrichPerson,
    /// Facts about a company, known by its domain.
    EnrichCompany,
}

/// A way of saying who is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Identity {
    /// The asked source's own id.
    ExternalId,
    Linkedin,
    Email,
    NameAtDomain,
}

impl Identity {
    /// The strongest first.
    pub const ALL: [Self; 4] = [Self::ExternalId, Self::Linkedin, Self::Email, Self::NameAtDomain];
}

/// One capability of one data source, with its price.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    pub source: String,
    pub capability: Capability,
    /// What an answer may hold; empty for [`Capability::VerifyEmail`].
    pub fields: Vec<Field>,
    /// For [`Capability::EnrichPerson`]: the ways of naming a person it understands.
    pub takes: Vec<Identity>,
    /// List price of one call that succeeds, in millionths of a dollar: what it costs the agency's budgets.
    pub cost_micros: u64,
    /// How often the provider has an answer (for a verifier: how often the address is good), in percent.
    pub hit_rate: u8,
}

impl Offer {
    /// May an answer hold an e-mail address?
    #[must_use]
    pub fn gives_email(&self) -> bool {
        self.fields.contains(&Field::Person(PersonField::Email))
    }
}

/// A field to fill.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Want {
    pub field: Field,
    /// Go on until a value is validated; otherwise any value of `min_confidence` will do.
    pub needs_validation: bool,
    /// 0 to 100.
    pub min_confidence: u8,
}

impl Want {
    /// E-mail addresses must be validated, everything else just be known.
    #[must_use]
    pub fn usual(field: Field) -> Self {
        Self { field, needs_validation: field == Field::Person(PersonField::Email), min_confidence: 0 }
    }
}

/// The waterfall of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// In the order they are filled.
    pub wants: Vec<Want>,
    /// In the order they are asked, where `order` says nothing else.
    pub offers: Vec<Offer>,
    /// Per field, the sources to ask first.
    #[serde(with = "as_pairs")]
    pub order: BTreeMap<Field, Vec<String>>,
}

impl Plan {
    /// Who is asked for `field`, in order.
    #[must_use]
    pub fn chain(&self, field: Field) -> Vec<&Offer> {
        let mut chain: Vec<&Offer> =
            self.offers.iter().filter(|offer| offer.fields.contains(&field)).collect();
        let first = self.order.get(&field).map_or(&[][..], Vec::as_slice);
        chain.sort_by_key(|offer| {
            first.iter().position(|source| *source == offer.source).unwrap_or(first.len())
        });
        chain
    }

    /// Who checks addresses, in order.
    pub fn verifiers(&self) -> impl Iterator<Item = &Offer> {
        self.offers.iter().filter(|offer| offer.capability == Capability::VerifyEmail)
    }

    /// How many addresses of one person a verifier may be asked about: one given, and one per source that finds some.
    #[must_use]
    pub fn max_verifications(&self) -> usize {
        1 + self.offers.iter().filter(|offer| offer.gives_email()).count()
    }
}

/// JSON has no keys but text.
mod as_pairs {
    use super::Field;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};
    use std::collections::BTreeMap;

    pub(super) fn serialize<S: Serializer>(
        map: &BTreeMap<Field, Vec<String>>,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        map.iter().collect::<Vec<_>>().serialize(to)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<BTreeMap<Field, Vec<String>>, D::Error> {
        Ok(Vec::<(Field, Vec<String>)>::deserialize(from)?.into_iter().collect())
    }
}
