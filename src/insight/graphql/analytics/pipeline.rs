//! A board's numbers, and what providers cost.

use super::range::AnalyticsRange;
use crate::{
    crm::graphql::PipelineStage,
    graphql::scalars::Micros,
    insight::analytics::{PipelineNumbers, StageNumbers, Won},
    kernel::provider::money::ProviderStats,
};
use async_graphql::{Object, SimpleObject};

/// One stage's numbers.
pub struct StageAnalytics(StageNumbers);

/// One stage's numbers. They are of cards that are on the board still: what is taken off takes its moves with it.
#[Object]
impl StageAnalytics {
    /// The stage.
    async fn stage(&self) -> PipelineStage {
        self.0.stage.clone().into()
    }

    /// How often a card came into it in the range.
    async fn entered(&self) -> i64 {
        self.0.entered
    }

    /// How often a card went from it to another stage in the range.
    async fn left(&self) -> i64 {
        self.0.left
    }

    /// Of those that left, the share that went on: to a stage further right or to a won one, not to a lost one. Null when
    /// none left.
    async fn conversion(&self) -> Option<f64> {
        self.0.conversion
    }

    /// How long those that left had been in it, in seconds: half of them no longer than this. Of at most the 2,000 that left
    /// last. Null when none left.
    async fn median_time_in_stage(&self) -> Option<i64> {
        self.0.median_seconds
    }
}

/// An amount of money.
#[derive(Clone, Debug, SimpleObject)]
pub struct AnalyticsValue {
    /// The amount.
    micros: Micros,
    /// Its currency (ISO 4217).
    currency: String,
}

impl From<&Won> for AnalyticsValue {
    fn from(won: &Won) -> Self {
        Self { micros: Micros(won.micros), currency: won.currency.clone() }
    }
}

/// A pipeline's numbers, read from its cards and their moves: exact to this moment.
pub struct PipelineAnalytics(pub PipelineNumbers);

/// A pipeline's numbers, read from its cards and their moves: exact to this moment.
#[Object]
impl PipelineAnalytics {
    /// Its stages, from left to right.
    async fn stages(&self) -> Vec<StageAnalytics> {
        self.0.stages.iter().cloned().map(StageAnalytics).collect()
    }

    /// Cards that came into a won stage in the range and are there still.
    async fn won(&self) -> i64 {
        self.0.won
    }

    /// Cards that came into a lost stage in the range and are there still.
    async fn lost(&self) -> i64 {
        self.0.lost
    }

    /// What the won ones are worth, by currency.
    async fn value(&self) -> Vec<AnalyticsValue> {
        self.0.value.iter().map(Into::into).collect()
    }

    /// Over which time.
    async fn range(&self) -> AnalyticsRange {
        self.0.range.into()
    }
}

/// What one provider was asked, and what came of it. A CLIENT sees none.
pub struct ProviderAnalytics(pub ProviderStats);

/// What one provider was asked, and what came of it. A CLIENT sees none.
#[Object]
impl ProviderAnalytics {
    /// Which provider: `APOLLO`.
    async fn provider(&self) -> &str {
        &self.0.provider
    }

    /// Paid calls begun in the range that have ended, however. What is free is not in the books.
    async fn calls(&self) -> i64 {
        self.0.calls
    }

    /// Calls that had an answer with something in it.
    async fn hits(&self) -> i64 {
        self.0.hits
    }

    /// `hits` of the calls whose outcome is known, 0 to 1; null without any.
    async fn hit_rate(&self) -> Option<f64> {
        self.0.hit_rate()
    }

    /// Calls that were refused, or never got there.
    async fn errors(&self) -> i64 {
        self.0.errors
    }

    /// Calls of which nobody knows how they went; they count as paid.
    async fn unknown(&self) -> i64 {
        self.0.unknown
    }

    /// What the calls cost, or may have cost.
    async fn cost(&self) -> AnalyticsValue {
        AnalyticsValue { micros: Micros(self.0.cost_micros), currency: self.0.currency.clone() }
    }

    /// Different e-mail addresses that it gave in the range and that a check found to be valid.
    async fn valid_emails(&self) -> i64 {
        self.0.valid_emails
    }

    /// What one of these cost; null without any.
    async fn cost_per_valid_email(&self) -> Option<AnalyticsValue> {
        let micros = Micros(self.0.cost_per_valid_email_micros()?);
        Some(AnalyticsValue { micros, currency: self.0.currency.clone() })
    }
}
