//! What goes into the merge and what comes out; stored as JSON with the prospect.

use crate::base::clock::Timestamp;
use crate::connectors::facts::{Company, CompanyField, Fact, Person, PersonField};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A person as one source described them at one time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sourced {
    /// Which data source said so; one word or id, the same in every record of that source.
    pub source: String,
    pub fetched_at: Timestamp,
    pub person: Person,
}

/// One value that was offered for a field; losers stay on record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidate<F> {
    pub field: F,
    /// In its one spelling (rule 16); as the source wrote it where [`Problem::Malformed`].
    pub value: String,
    pub source: String,
    /// 0 to 100, the source's own.
    pub confidence: u8,
    pub fetched_at: Timestamp,
    pub is_validated: bool,
    pub is_chosen: bool,
    /// Why it cannot be chosen.
    pub problem: Option<Problem>,
}

/// Why a value is kept but never used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Problem {
    /// Not a value of that field (no e-mail address, no country, a masked name).
    Malformed,
    /// It describes another company than the one chosen for this person.
    OtherCompany,
}

/// Why a person was kept apart from others in the same answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flag {
    pub kind: FlagKind,
    /// Positions, in the same answer, of the people this one was kept apart from.
    pub with: Vec<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum FlagKind {
    /// They share an e-mail address, yet something contradicts that they are one (another LinkedIn id), or it cannot be
    /// said to which of two people the record belongs.
    SameEmail,
    /// They share name and company, yet something contradicts that they are one.
    SameName,
}

/// One person out of all records about them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Merged {
    /// Every candidate, by field, the best first.
    pub facts: Vec<Candidate<PersonField>>,
    pub company: MergedCompany,
    /// The ids of this person by source: what the source's enrichment call wants.
    pub external_ids: BTreeMap<String, BTreeSet<String>>,
    pub flags: Vec<Flag>,
    /// Somebody with these keys asked a source not to process their data: never contact, never look up.
    pub is_forbidden: bool,
}

/// The company a merged person works for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MergedCompany {
    pub facts: Vec<Candidate<CompanyField>>,
    pub external_ids: BTreeMap<String, BTreeSet<String>>,
}

impl Merged {
    /// The chosen value of a field.
    #[must_use]
    pub fn get(&self, field: PersonField) -> Option<&str> {
        self.chosen(field).map(|c| c.value.as_str())
    }

    /// The chosen candidate of a field, with where it came from.
    #[must_use]
    pub fn chosen(&self, field: PersonField) -> Option<&Candidate<PersonField>> {
        self.facts.iter().find(|c| c.field == field && c.is_chosen)
    }

    /// The person as the chosen values describe them, without the ids of single sources.
    #[must_use]
    pub fn person(&self) -> Person {
        let company = Company { external_id: None, facts: chosen_facts(&self.company.facts) };
        Person {
            external_id: None,
            facts: chosen_facts(&self.facts),
            company,
            is_forbidden: self.is_forbidden,
        }
    }

    /// When the youngest chosen value was fetched.
    #[must_use]
    pub fn freshest(&self) -> Option<Timestamp> {
        self.facts.iter().filter(|c| c.is_chosen).map(|c| c.fetched_at).max()
    }
}

impl MergedCompany {
    /// The chosen value of a field; for technologies the first of several.
    #[must_use]
    pub fn get(&self, field: CompanyField) -> Option<&str> {
        self.facts.iter().find(|c| c.field == field && c.is_chosen).map(|c| c.value.as_str())
    }

    /// The chosen value of a field that is a whole number.
    #[must_use]
    pub fn number(&self, field: CompanyField) -> Option<u64> {
        self.get(field).and_then(|value| value.parse().ok())
    }
}

fn chosen_facts<F: Copy>(candidates: &[Candidate<F>]) -> Vec<Fact<F>> {
    let chosen = candidates.iter().filter(|c| c.is_chosen);
    let fact = |c: &Candidate<F>| Fact {
        field: c.field,
        value: c.value.clone(),
        confidence: c.confidence,
        is_validated: c.is_validated,
    };
    chosen.map(fact).collect()
}
