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
    let records = identity::in_order(records);
    let identities: Vec<Identity> = records.iter().map(Identity::of).collect();
    let groups = groups::partition(&identities);
    let flags = groups::flags(&groups, &identities);
    let forbidden = groups::forbidden(&groups, &identities);
    let people = groups.iter().zip(flags).zip(forbidden);
    let member = |group: &Vec<usize>| group.iter().filter_map(|at| records.get(*at)).collect::<Vec<_>>();
    people.map(|((group, flags), is_forbidden)| choose::person(&member(group), flags, is_forbidden)).collect()
}
