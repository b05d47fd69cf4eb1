//! Taking in an answer.

use super::{Asked, Check, Dossier};
use crate::{
    connectors::{
        facts::{Company, Fact, Person},
        ports::{EmailStatus, Verification},
    },
    prospecting::{
        merge::{self, FlagKind, Sourced},
        waterfall::{Attempt, Call, Outcome},
    },
};

impl Dossier {
    /// What a source said of this person. Kept apart when it speaks of somebody with another LinkedIn profile.
    pub fn learn(&mut self, asked: Asked, person: Person) -> Outcome {
        if person.is_forbidden {
            self.forbid(&asked);
            return Outcome::Forbidden;
        }
        let record = Sourced { source: asked.source.clone(), fetched_at: asked.at, person };
        if merge::contradicts(&self.records, &record) {
            self.flag(FlagKind::SameName);
            self.calls.push(asked);
            return Outcome::Negative;
        }
        self.add(record);
        self.calls.push(asked);
        Outcome::Found
    }

    /// What a source said of the company they work for.
    pub fn learn_company(&mut self, asked: Asked, company: Company) -> Outcome {
        let person = Person { company, ..Person::default() };
        self.add(Sourced { source: asked.source.clone(), fetched_at: asked.at, person });
        self.calls.push(asked);
        Outcome::Found
    }

    /// What a check of an address gave.
    pub fn learn_check(&mut self, asked: Asked, address: &str, found: Verification) -> Outcome {
        if found.is_forbidden {
            self.forbid(&asked);
            return Outcome::Forbidden;
        }
        let Verification { status, confidence, .. } = found;
        let (source, at) = (asked.source.clone(), asked.at);
        self.checks.push(Check { address: address.to_owned(), status, confidence, source, at });
        self.calls.push(asked);
        match status {
            EmailStatus::Valid | EmailStatus::Invalid | EmailStatus::Disposable => Outcome::Found,
            EmailStatus::CatchAll | EmailStatus::Unknown => Outcome::Inconclusive,
        }
    }

    /// Remembers that `call` was made and how it ended.
    pub fn tried(&mut self, call: &Call, outcome: Outcome) {
        self.attempts.push(Attempt {
            source: call.source.clone(),
            capability: call.capability,
            fact_key: call.fact_key.clone(),
            outcome,
        });
    }

    /// One person after all: everything known of the other goes here.
    pub fn absorb(&mut self, other: Self) {
        other.records.into_iter().for_each(|record| self.add(record));
        self.providers.extend(other.providers);
        self.attempts.extend(other.attempts);
        self.checks.extend(other.checks);
        self.calls.extend(other.calls);
    }

    fn forbid(&mut self, asked: &Asked) {
        let person = Person { is_forbidden: true, ..Person::default() };
        self.records.push(Sourced { source: asked.source.clone(), fetched_at: asked.at, person });
    }

    fn flag(&mut self, kind: FlagKind) {
        if !self.flags.contains(&kind) {
            self.flags.push(kind);
        }
    }

    /// A source that says more about the person it named before adds to that record: both are one person by its own id.
    fn add(&mut self, record: Sourced) {
        let is_same = |known: &&mut Sourced| {
            known.source == record.source
                && known.person.external_id.is_some()
                && known.person.external_id == record.person.external_id
        };
        match self.records.iter_mut().find(is_same) {
            Some(known) => unite(known, record),
            None => self.records.push(record),
        }
    }
}

/// The newer record, with what only the older one said.
fn unite(known: &mut Sourced, newer: Sourced) {
    let older = std::mem::replace(known, newer);
    keep(&mut known.person.facts, older.person.facts);
    keep(&mut known.person.company.facts, older.person.company.facts);
    let company = &mut known.person.company;
    company.external_id = company.external_id.take().or(older.person.company.external_id);
}

fn keep<F: PartialEq>(newer: &mut Vec<Fact<F>>, older: Vec<Fact<F>>) {
    let silent: Vec<Fact<F>> =
        older.into_iter().filter(|old| newer.iter().all(|new| new.field != old.field)).collect();
    newer.extend(silent);
}
