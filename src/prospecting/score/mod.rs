//! How well a person fits a profile, and why (rule 28): the same input always gives the same score.
//!
//! Pure; "now" is handed in. A model may set role fit and industry, bounded; everything else is rules.

mod company;
mod parts;
mod person;
mod rank;
mod reasons;
mod subject;
pub mod tags;

#[cfg(test)]
mod tests;

pub use parts::{Author, ModelParts, PartName, Score, ScorePart, score};
pub use rank::{RankKey, rank};
pub use reasons::match_reasons;
pub use subject::{Engagement, Subject};
