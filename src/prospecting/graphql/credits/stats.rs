//! What each provider gave for its money.

use crate::{
    graphql::{CtxExt, Id, Result, scalars::Micros},
    kernel::{
        error::{self, Error},
        provider::money::{self, ProviderStats as Stats, Span},
    },
};
use async_graphql::{Context, InputObject, Object, SimpleObject};
use chrono::{DateTime, TimeDelta, Utc};
use entity::ids::WorkspaceId;

/// Where nobody says a time: the last so many days.
const MONTH: i64 = 30;

/// A time: the last so many days, or from-to; the last 30 days unless given. At most 366 days.
#[derive(Clone, Copy, Debug, InputObject)]
pub struct ProviderStatsRange {
    /// The last so many days up to now, 1 to 366. Give this or `from` and `to`.
    days: Option<i32>,
    /// From then, inclusive.
    from: Option<DateTime<Utc>>,
    /// To then, exclusive.
    to: Option<DateTime<Utc>>,
}

impl ProviderStatsRange {
    fn span(self, now: DateTime<Utc>) -> error::Result<Span> {
        match (self.days, self.from, self.to) {
            (Some(days @ 1..=366), None, None) => {
                Ok(Span { from: now - TimeDelta::days(days.into()), to: now })
            }
            (None, None, None) => Ok(Span { from: now - TimeDelta::days(MONTH), to: now }),
            (None, Some(from), Some(to)) => Ok(Span { from, to }),
            _ => Err(Error::invalid("range", "either `days`, 1 to 366, or `from` and `to`")),
        }
    }
}

/// What one provider gave for its money, at list prices. Calls that cost nothing are not counted.
#[derive(Clone, Debug, SimpleObject)]
pub struct ProviderStats {
    /// The provider: `APOLLO`.
    provider: String,
    /// Calls made, however they ended.
    calls: i64,
    /// Calls that had an answer with something in it.
    hits: i64,
    /// `hits` of the calls whose outcome is known, 0 to 1; null without any.
    hit_rate: Option<f64>,
    /// Calls that were refused or never reached it.
    errors: i64,
    /// Calls that nobody knows the outcome of; they count as paid.
    unknown: i64,
    /// What they cost, in millionths of `currency`.
    cost_micros: Micros,
    /// Different addresses it found that were found valid.
    valid_emails: i64,
    /// What such an address cost, in millionths of `currency`; null when it found none.
    cost_per_valid_email_micros: Option<Micros>,
    /// ISO 4217.
    currency: String,
}

impl From<Stats> for ProviderStats {
    fn from(stats: Stats) -> Self {
        Self {
            hit_rate: stats.hit_rate(),
            cost_per_valid_email_micros: stats.cost_per_valid_email_micros().map(Micros),
            provider: stats.provider,
            calls: stats.calls,
            hits: stats.hits,
            errors: stats.errors,
            unknown: stats.unknown,
            cost_micros: Micros(stats.cost_micros),
            valid_emails: stats.valid_emails,
            currency: stats.currency,
        }
    }
}

#[derive(Default)]
pub struct StatsQuery;

#[Object]
impl StatsQuery {
    /// What each provider gave for its money: calls, hit rate, cost, and cost per valid e-mail.
    async fn provider_stats(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which time.")] range: ProviderStatsRange,
        #[graphql(desc = "Only what was asked for this workspace.")] workspace_id: Option<Id<WorkspaceId>>,
    ) -> Result<Vec<ProviderStats>> {
        let (app, workspace) = (ctx.app(), workspace_id.map(|id| id.0));
        let stats = money::stats(app, ctx.scope()?, range.span(app.now())?, workspace).await?;
        Ok(stats.into_iter().map(Into::into).collect())
    }
}
