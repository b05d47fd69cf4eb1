//! The parts of a score, their weights and their sum.

use super::{company, person, subject::Subject};
use crate::base::clock::Timestamp;
use crate::prospecting::profile::Profile;
use serde::{Deserialize, Serialize};

/// What is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum PartName {
    RoleFit,
    Seniority,
    CompanySize,
    Industry,
    Location,
    Reach,
    Freshness,
    Engagement,
}

impl PartName {
    pub const ALL: [Self; 8] = [
        Self::RoleFit,
        Self::Seniority,
        Self::CompanySize,
        Self::Industry,
        Self::Location,
        Self::Reach,
        Self::Freshness,
        Self::Engagement,
    ];

    /// The part's share of a score in which every part counts; they add up to 100.
    #[must_use]
    pub const fn weight(self) -> u8 {
        match self {
            Self::RoleFit => 25,
            Self::Industry => 18,
            Self::Seniority => 15,
            Self::CompanySize | Self::Location => 12,
            Self::Reach => 10,
            Self::Freshness | Self::Engagement => 4,
        }
    }
}

/// Who judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Author {
    Rules,
    Model,
}

/// One part with its evidence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScorePart {
    pub part: PartName,
    /// 0 when the part does not apply: the profile asks for nothing there, or nothing has happened yet.
    pub weight: u8,
    /// 0 to 100.
    pub value: u8,
    /// A sentence a person can check.
    pub evidence: String,
    pub by: Author,
}

/// A score that explains itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Score {
    /// 0 to 100: the weighted mean of the parts that apply, rounded.
    pub total: u8,
    /// All parts, in the order of [`PartName::ALL`].
    pub parts: Vec<ScorePart>,
}

/// What a model said about the two parts it may set; out of 100, more counts as 100.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModelParts {
    pub role_fit: Option<(u32, String)>,
    pub industry: Option<(u32, String)>,
}

/// A part judged: how well, and why. `None` in place of it: does not apply.
pub(super) type Judged = Option<(u8, String)>;

/// The score of `subject` for `profile` at `now`.
#[must_use]
pub fn score(profile: &Profile, subject: &Subject, model: Option<&ModelParts>, now: Timestamp) -> Score {
    let parts: Vec<ScorePart> =
        PartName::ALL.into_iter().map(|part| judge(part, profile, subject, model, now)).collect();
    let weights: u32 = parts.iter().map(|part| u32::from(part.weight)).sum();
    let sum: u32 = parts.iter().map(|part| u32::from(part.weight) * u32::from(part.value)).sum();
    let total = (sum + weights / 2).checked_div(weights).unwrap_or(0);
    Score { total: u8::try_from(total).unwrap_or(100), parts }
}

fn judge(
    part: PartName,
    profile: &Profile,
    subject: &Subject,
    model: Option<&ModelParts>,
    now: Timestamp,
) -> ScorePart {
    let judged = match part {
        PartName::RoleFit => person::role_fit(profile, subject),
        PartName::Seniority => person::seniority(profile, subject),
        PartName::CompanySize => company::size(profile, subject),
        PartName::Industry => company::industry(profile, subject),
        PartName::Location => company::location(profile, subject),
        PartName::Reach => person::reach(profile, subject),
        PartName::Freshness => person::freshness(subject, now),
        PartName::Engagement => person::engagement(subject, now),
    };
    let said = match part {
        PartName::RoleFit => model.and_then(|m| m.role_fit.as_ref()),
        PartName::Industry => model.and_then(|m| m.industry.as_ref()),
        _ => None,
    };
    match (judged, said) {
        (None, _) => ScorePart {
            part,
            weight: 0,
            value: 0,
            evidence: not_applicable(part).to_owned(),
            by: Author::Rules,
        },
        (Some((value, evidence)), None) => {
            ScorePart { part, weight: part.weight(), value, evidence, by: Author::Rules }
        }
        (Some((_, own)), Some((value, why))) => {
            let value = u8::try_from(*value).unwrap_or(100).min(100);
            ScorePart {
                part,
                weight: part.weight(),
                value,
                evidence: sentence(why).unwrap_or(own),
                by: Author::Model,
            }
        }
    }
}

const fn not_applicable(part: PartName) -> &'static str {
    match part {
        PartName::RoleFit => "No role was asked for.",
        PartName::Seniority => "No rank was asked for.",
        PartName::CompanySize => "No company size was asked for.",
        PartName::Industry => "No industry was asked for.",
        PartName::Location => "No place was asked for.",
        PartName::Reach => "No way to reach people was asked for.",
        PartName::Freshness => "When the facts were fetched is unknown.",
        PartName::Engagement => "Never contacted yet.",
    }
}

/// A model's reason: one line of visible text, at most 200 characters.
fn sentence(text: &str) -> Option<String> {
    let words = text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty());
    let line: String = words.collect::<Vec<_>>().join(" ").chars().take(200).collect();
    (!line.is_empty()).then_some(line)
}
