//! JSON columns whose shape is ours. What a provider or a person shapes stays `Json`.

use crate::contact::Channel;
use crate::ids::{CampaignId, DataSourceId};
use sea_orm::FromJsonQueryResult;
use sea_orm::prelude::{DateTimeUtc, EnumIter, Uuid};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Texts: tags, technologies, scopes, reasons.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, FromJsonQueryResult)]
#[serde(transparent)]
pub struct StringList(pub Vec<String>);

/// Campaigns named by an invitation.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, FromJsonQueryResult)]
#[serde(transparent)]
pub struct CampaignIds(pub Vec<CampaignId>);

/// Sources a request asks; empty: all active.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, FromJsonQueryResult)]
#[serde(transparent)]
pub struct DataSourceIds(pub Vec<DataSourceId>);

/// What a workspace sells.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, FromJsonQueryResult)]
#[serde(transparent)]
pub struct Offerings(pub Vec<Offering>);

/// Offerings that fit a person.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, FromJsonQueryResult)]
#[serde(transparent)]
pub struct SuggestedServices(pub Vec<SuggestedService>);

/// What a score is made of.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, FromJsonQueryResult)]
#[serde(transparent)]
pub struct ScoreParts(pub Vec<ScorePart>);

/// Reason to count of items not kept.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, FromJsonQueryResult)]
#[serde(transparent)]
pub struct RejectedReasons(pub BTreeMap<String, u32>);

/// The last errors of a job, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, FromJsonQueryResult)]
#[serde(transparent)]
pub struct JobErrors(pub Vec<JobError>);

/// Channels and the names there.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, FromJsonQueryResult)]
#[serde(transparent)]
pub struct Handles(pub Vec<Handle>);

/// Provider to the provider's own id.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, FromJsonQueryResult)]
#[serde(transparent)]
pub struct ExternalIds(pub BTreeMap<String, String>);

/// Sources that failed us.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, FromJsonQueryResult)]
#[serde(transparent)]
pub struct Degradations(pub Vec<Degradation>);

/// Table to the ids of its rows that changed hands.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, FromJsonQueryResult)]
#[serde(transparent)]
pub struct MovedRows(pub BTreeMap<String, Vec<Uuid>>);

/// Something a workspace sells.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Offering {
    pub name: String,
    #[serde(default)]
    pub description: String,
    /// Problems it solves.
    #[serde(default)]
    pub pains: Vec<String>,
    #[serde(default)]
    pub keywords: Vec<String>,
}

/// An offering that fits, and why.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SuggestedService {
    pub name: String,
    /// What in the person's role or company it answers to.
    pub evidence: String,
}

/// What a part of a score looks at.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    EnumIter,
    Serialize,
    Deserialize,
    async_graphql::Enum,
)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ScorePartKind {
    /// The job title.
    RoleFit,
    /// How high in the house.
    Seniority,
    /// The number of employees.
    CompanySize,
    /// The industry.
    Industry,
    /// Country and city.
    Location,
    /// Channels that work.
    Reachability,
    /// How recent the facts are.
    Freshness,
    /// What they did so far.
    Engagement,
}

/// Who set a part of a score.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    EnumIter,
    Serialize,
    Deserialize,
    async_graphql::Enum,
)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ScoredBy {
    /// Rules.
    Rules,
    /// A language model.
    Model,
}

/// One named part of a score; the score is the weighted sum of its parts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ScorePart {
    pub part: ScorePartKind,
    /// Share of the whole, 0 to 1.
    pub weight: f64,
    /// 0 to 100.
    pub value: f64,
    /// What the value rests on, for people.
    pub evidence: String,
    pub by: ScoredBy,
}

/// A day of the week.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    EnumIter,
    Serialize,
    Deserialize,
    async_graphql::Enum,
)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum DayOfWeek {
    /// Monday.
    Monday,
    /// Tuesday.
    Tuesday,
    /// Wednesday.
    Wednesday,
    /// Thursday.
    Thursday,
    /// Friday.
    Friday,
    /// Saturday.
    Saturday,
    /// Sunday.
    Sunday,
}

/// When to write to a person, in the person's own time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, FromJsonQueryResult)]
#[serde(rename_all = "camelCase")]
pub struct BestContactTime {
    pub days: Vec<DayOfWeek>,
    /// Wall-clock time, `HH:MM`.
    pub from: String,
    /// Wall-clock time, `HH:MM`.
    pub to: String,
    /// IANA name.
    pub time_zone: String,
}

/// Money a company raised.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, FromJsonQueryResult)]
pub struct Funding {
    /// All rounds, in millionths of US dollars.
    pub total_micros: Option<i64>,
    /// The last round: `series_b`.
    pub last_round: Option<String>,
    /// Day of the last round, `YYYY-MM-DD`.
    pub last_round_on: Option<String>,
}

/// An error of a job, fit to be shown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct JobError {
    pub at: DateTimeUtc,
    /// No secrets, no personal values.
    pub message: String,
}

/// A person's name on a channel.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Handle {
    pub channel: Channel,
    pub handle: String,
}

/// The campaign a card is in elsewhere.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, FromJsonQueryResult)]
pub struct ExternalCampaign {
    pub provider: String,
    pub id: String,
    pub status: Option<String>,
}

/// A source that failed us, and how.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Degradation {
    /// The source's name.
    pub source: String,
    /// What went wrong: `rate_limited`.
    pub reason: String,
    /// How often.
    pub count: u32,
    /// It worked in the end.
    pub recovered: bool,
}

/// What must hold for the people of a request; absent: anything.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, FromJsonQueryResult)]
#[serde(default)]
pub struct LeadRequestFilters {
    /// Smallest yearly revenue, in millionths of US dollars.
    pub revenue_min_micros: Option<i64>,
    /// Largest yearly revenue, in millionths of US dollars.
    pub revenue_max_micros: Option<i64>,
    pub employees_min: Option<i32>,
    pub employees_max: Option<i32>,
    /// ISO 3166-1 alpha-2.
    pub countries: Vec<String>,
    pub cities: Vec<String>,
    /// Job titles, in the requester's words.
    pub roles: Vec<String>,
    pub preferred_channels: Vec<Channel>,
    /// What these people need.
    pub needs: Vec<String>,
    /// What they can spend, in millionths of US dollars.
    pub budget_micros: Option<i64>,
}
