//! What is known of one person so far, and what has been tried.

use super::plan::{Capability, Field, Want};
use crate::connectors::facts::PersonField;
use crate::prospecting::merge::Merged;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// How far a value can be relied on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Standing {
    /// Checked and wrong: as if it were not known, and never used to ask for more.
    Refuted,
    Stated,
    Validated,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownFact {
    pub field: Field,
    /// In its one spelling (rule 16).
    pub value: String,
    /// 0 to 100.
    pub confidence: u8,
    pub standing: Standing,
}

/// What is known of one person and their company.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known {
    pub facts: Vec<KnownFact>,
    /// The ids of this person by source.
    pub external_ids: BTreeMap<String, BTreeSet<String>>,
    /// Asked not to be processed: nothing is looked up.
    pub is_forbidden: bool,
}

impl Known {
    /// The most reliable value of a field that is not refuted; of equals, the alphabetically first.
    #[must_use]
    pub fn get(&self, field: Field) -> Option<&str> {
        self.usable(field).first().map(|fact| fact.value.as_str())
    }

    /// Is `want` met?
    #[must_use]
    pub fn meets(&self, want: &Want) -> bool {
        let is_enough = |fact: &&KnownFact| {
            let is_stated = !want.needs_validation && fact.confidence >= want.min_confidence;
            fact.standing == Standing::Validated || is_stated
        };
        self.usable(want.field).iter().any(is_enough)
    }

    /// The addresses worth checking, the most likely first.
    #[must_use]
    pub fn unchecked_emails(&self) -> Vec<&str> {
        let stated = self.usable(Field::Person(PersonField::Email)).into_iter();
        stated.filter(|fact| fact.standing == Standing::Stated).map(|fact| fact.value.as_str()).collect()
    }

    /// Every value of a field that is not refuted, the most reliable first.
    pub(super) fn all(&self, field: Field) -> impl Iterator<Item = &str> {
        self.usable(field).into_iter().map(|fact| fact.value.as_str())
    }

    fn usable(&self, field: Field) -> Vec<&KnownFact> {
        let wrong = |value: &str| {
            self.facts.iter().any(|f| f.field == field && f.value == value && f.standing == Standing::Refuted)
        };
        let mut facts: Vec<&KnownFact> =
            self.facts.iter().filter(|f| f.field == field && !wrong(&f.value)).collect();
        facts.sort_by(|a, b| {
            (b.standing, b.confidence).cmp(&(a.standing, a.confidence)).then_with(|| a.value.cmp(&b.value))
        });
        facts
    }
}

impl From<&Merged> for Known {
    fn from(person: &Merged) -> Self {
        let standing = |is_validated| if is_validated { Standing::Validated } else { Standing::Stated };
        let own = person.facts.iter().filter(|c| c.problem.is_none()).map(|c| KnownFact {
            field: Field::Person(c.field),
            value: c.value.clone(),
            confidence: c.confidence,
            standing: standing(c.is_validated),
        });
        let company = person.company.facts.iter().filter(|c| c.problem.is_none()).map(|c| KnownFact {
            field: Field::Company(c.field),
            value: c.value.clone(),
            confidence: c.confidence,
            standing: standing(c.is_validated),
        });
        Self {
            facts: own.chain(company).collect(),
            external_ids: person.external_ids.clone(),
            is_forbidden: person.is_forbidden,
        }
    }
}

/// How a call ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Outcome {
    /// It answered; the facts are in [`Known`] (for a verifier: validated or refuted there).
    Found,
    /// It knows nobody like that.
    Negative,
    /// A verifier that cannot tell (catch-all, grey-listed).
    Inconclusive,
    /// It may have been made and paid; nobody knows (a crash, a time-out). Not repeated.
    Unknown,
    /// The person asked this provider not to process their data (Hunter 451). Nothing further is asked of anybody.
    Forbidden,
    /// Refused or failed for certain.
    Failed,
}

/// A call made earlier for this person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    pub source: String,
    pub capability: Capability,
    pub fact_key: String,
    pub outcome: Outcome,
}

/// An answer of a source that is still fresh: reading it again costs nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CacheEntry {
    pub source: String,
    pub fact_key: String,
    /// [`Outcome::Negative`]: "nobody like that"; [`Outcome::Unknown`]: asked lately, and nobody knows how it went; else
    /// there is an answer to read.
    pub outcome: Outcome,
}
