//! Why a person matches, in sentences for people.

use super::parts::Score;
use std::cmp::Reverse;

/// The evidence of the parts that speak for the person, the weightiest first; at most five.
#[must_use]
pub fn match_reasons(score: &Score) -> Vec<String> {
    let mut parts: Vec<_> = score.parts.iter().filter(|part| part.weight > 0 && part.value >= 60).collect();
    parts.sort_by_key(|part| (Reverse(u32::from(part.weight) * u32::from(part.value)), part.part));
    parts.into_iter().take(5).map(|part| part.evidence.clone()).collect()
}
