//! One person, many sources (rule 27): which records describe the same person, and which value of each field counts.
//!
//! Pure; the answer does not depend on the order of the records, nor on a record being given twice.

mod canonical;
mod choose;
mod groups;
mod identity;
mod merged;

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;

pub use merged::{Candidate, Flag, FlagKind, Merged, MergedCompany, Problem, Sourced};

use identity::Identity;

/// The people the records describe, in an order that depends only on what the records hold (it is no ranking).
#[must_use]
pub fn merge(records: &[Sourced]) -> Vec<Merged> {
    merge_with_records(records).into_iter().map(|(person, _)| person).collect()
}

/// The same, each with the records they are made of.
#[must_use]
pub fn merge_with_records(records: &[Sourced]) -> Vec<(Merged, Vec<Sourced>)> {
    let records = identity::in_order(records);
    let identities: Vec<Identity> = records.iter().map(Identity::of).collect();
    let groups = groups::partition(&identities);
    let flags = groups::flags(&groups, &identities);
    let forbidden = groups::forbidden(&groups, &identities);
    let person = |((group, flags), is_forbidden): ((&Vec<usize>, _), _)| {
        let own: Vec<&Sourced> = group.iter().filter_map(|at| records.get(*at)).collect();
        (choose::person(&own, flags, is_forbidden), own.into_iter().cloned().collect())
    };
    groups.iter().zip(flags).zip(forbidden).map(person).collect()
}

/// The one person that all `records` are about, because whoever was asked said so; `None` without records.
#[must_use]
pub fn of_one(records: &[Sourced]) -> Option<Merged> {
    let records = identity::in_order(records);
    let identities: Vec<Identity> = records.iter().map(Identity::of).collect();
    let is_forbidden = identities.iter().any(|identity| identity.is_forbidden);
    let records: Vec<&Sourced> = records.iter().collect();
    (!records.is_empty()).then(|| choose::person(&records, Vec::new(), is_forbidden))
}

/// Does `record` speak of somebody with another LinkedIn profile than the person of `records`?
#[must_use]
pub fn contradicts(records: &[Sourced], record: &Sourced) -> bool {
    let known: Vec<Identity> = records.iter().map(Identity::of).collect();
    Identity::together(known.iter()).is_other_profile(&Identity::of(record))
}
