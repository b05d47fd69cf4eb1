//! What a prospect's answers are made of.

use async_graphql::SimpleObject;
use entity::{
    contact::Channel,
    json::{self, DayOfWeek, ScorePartKind, ScoredBy},
};

/// One named part of a score; the score is the sum of weight times value.
#[derive(Clone, Debug, SimpleObject)]
pub struct ScorePart {
    /// What is judged.
    part: ScorePartKind,
    /// Its share of the whole, 0 to 1; 0 where it does not apply.
    weight: f64,
    /// How well it fits, 0 to 100.
    value: f64,
    /// What that rests on, in words.
    evidence: String,
    /// Who judged.
    by: ScoredBy,
}

/// An offering of the workspace that fits a person.
#[derive(Clone, Debug, SimpleObject)]
pub struct SuggestedService {
    /// The offering's name.
    name: String,
    /// What in the person's role or company it answers to.
    evidence: String,
}

/// When to write to a person, on their own clock.
#[derive(Clone, Debug, SimpleObject)]
pub struct BestContactTime {
    /// On these days.
    days: Vec<DayOfWeek>,
    /// From this time of day, `HH:MM`.
    from: String,
    /// To this time of day, `HH:MM`.
    to: String,
    /// The IANA time zone these are in.
    time_zone: String,
}

/// A person's name on a channel.
#[derive(Clone, Debug, SimpleObject)]
pub struct ChannelHandle {
    /// The channel.
    channel: Channel,
    /// The name, number or address there.
    handle: String,
}

impl ChannelHandle {
    pub(super) fn new(channel: Channel, handle: impl Into<String>) -> Self {
        Self { channel, handle: handle.into() }
    }
}

impl From<&json::ScorePart> for ScorePart {
    fn from(part: &json::ScorePart) -> Self {
        let json::ScorePart { part, weight, value, evidence, by } = part.clone();
        Self { part, weight, value, evidence, by }
    }
}

impl From<&json::SuggestedService> for SuggestedService {
    fn from(service: &json::SuggestedService) -> Self {
        Self { name: service.name.clone(), evidence: service.evidence.clone() }
    }
}

impl From<json::BestContactTime> for BestContactTime {
    fn from(time: json::BestContactTime) -> Self {
        let json::BestContactTime { days, from, to, time_zone } = time;
        Self { days, from, to, time_zone }
    }
}
