//! What we make of a person: score, best time, offerings that fit. Shared by leads and prospects.

use crate::graphql::scalars::TimeZone;
use async_graphql::{InputObject, SimpleObject};
use entity::json::{self, DayOfWeek, ScorePartKind, ScoredBy};

/// One named part of a score; the score is the weighted sum of its parts.
#[derive(Clone, Debug, SimpleObject)]
pub struct ScorePart {
    /// What it looks at.
    part: ScorePartKind,
    /// Its share of the whole, 0 to 1.
    weight: f64,
    /// How well the person does here, 0 to 100.
    value: f64,
    /// What the value rests on, for people.
    evidence: String,
    /// Who set it.
    by: ScoredBy,
}

/// When to write to a person, in the person's own time.
#[derive(Clone, Debug, SimpleObject)]
pub struct BestContactTime {
    /// The days of the week.
    days: Vec<DayOfWeek>,
    /// From this time of day, `HH:MM`.
    from: String,
    /// To this time of day, `HH:MM`.
    to: String,
    /// The person's time zone.
    time_zone: TimeZone,
}

/// An offering of the workspace that fits a person, and why.
#[derive(Clone, Debug, SimpleObject)]
pub struct SuggestedService {
    /// The offering's name.
    name: String,
    /// What in the person's role or company it answers to.
    evidence: String,
}

/// When to write to a person, in the person's own time.
#[derive(Clone, Debug, InputObject)]
pub struct BestContactTimeInput {
    /// The days of the week; at least one.
    #[graphql(validator(max_items = 7))]
    days: Vec<DayOfWeek>,
    /// From this time of day, `HH:MM`.
    from: String,
    /// To this later time of day, `HH:MM`.
    to: String,
    /// The person's time zone.
    time_zone: TimeZone,
}

impl From<&json::ScorePart> for ScorePart {
    fn from(part: &json::ScorePart) -> Self {
        let json::ScorePart { part, weight, value, evidence, by } = part.clone();
        Self { part, weight, value, evidence, by }
    }
}

impl From<&json::BestContactTime> for BestContactTime {
    fn from(time: &json::BestContactTime) -> Self {
        let json::BestContactTime { days, from, to, time_zone } = time.clone();
        Self { days, from, to, time_zone: TimeZone(time_zone) }
    }
}

impl From<&json::SuggestedService> for SuggestedService {
    fn from(service: &json::SuggestedService) -> Self {
        Self { name: service.name.clone(), evidence: service.evidence.clone() }
    }
}

impl From<BestContactTimeInput> for json::BestContactTime {
    fn from(time: BestContactTimeInput) -> Self {
        Self { days: time.days, from: time.from, to: time.to, time_zone: time.time_zone.0 }
    }
}
