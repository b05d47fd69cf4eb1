//! Who comes first, the same every time.

use super::parts::{PartName, Score};
use super::subject::Subject;
use crate::crm::keys;
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;

/// Orders prospects: by score, then role fit, then reach, then the more certain address; the name and the key decide what is left.
/// Sorts ascending: the best is the least.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct RankKey {
    total: Reverse<u8>,
    role_fit: Reverse<u8>,
    reach: Reverse<u8>,
    is_validated: Reverse<bool>,
    name: String,
    key: String,
}

impl RankKey {
    /// `key`: anything that tells two people apart and does not depend on when they were found (LinkedIn id, e-mail, external id).
    #[must_use]
    pub fn new(score: &Score, subject: &Subject, name: &str, key: &str) -> Self {
        let value = |name| score.parts.iter().find(|part| part.part == name).map_or(0, |part| part.value);
        Self {
            total: Reverse(score.total),
            role_fit: Reverse(value(PartName::RoleFit)),
            reach: Reverse(value(PartName::Reach)),
            is_validated: Reverse(subject.is_email_validated),
            name: keys::fold(name),
            key: key.to_owned(),
        }
    }
}

/// The people in order, the best first; where they came in is of no account as long as their keys differ.
#[must_use]
pub fn rank<T>(people: Vec<T>, key: impl Fn(&T) -> RankKey) -> Vec<T> {
    let mut people = people;
    people.sort_by_cached_key(key);
    people
}
