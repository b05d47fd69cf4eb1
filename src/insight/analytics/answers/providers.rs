//! What was asked of providers, what came of it, and what it cost: from the books of calls. Nothing for CLIENTs, who see none.

use super::numbers::rate;
use crate::{
    insight::analytics::range::{Ask, Range},
    kernel::{app::App, error::Result, permission::Permission, scope::Scope},
};
use entity::{
    contact::EmailStatus,
    enrichment::{self, Column as E},
    provider_call::{CallStatus, Column as C, Entity},
};
use sea_orm::{
    ActiveEnum, ColumnTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{CaseStatement, Expr, ExprTrait, Query},
};
use std::collections::{BTreeMap, HashMap};

/// One provider's numbers, in one currency.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ProviderNumbers {
    pub provider: String,
    pub currency: String,
    pub calls: i64,
    /// Calls of whose answer something was kept.
    pub hits: i64,
    /// Refused, or never got there.
    pub errors: i64,
    /// Nobody knows how they went.
    pub unknown: i64,
    pub cost_micros: i64,
    /// Addresses it gave in the range that a check found to be valid.
    pub valid_emails: i64,
}

impl ProviderNumbers {
    /// Hits of the calls whose outcome is known.
    #[must_use]
    pub fn hit_rate(&self) -> Option<f64> {
        rate(self.hits, self.calls - self.unknown)
    }

    #[must_use]
    pub fn cost_per_valid_email_micros(&self) -> Option<i64> {
        self.cost_micros.checked_div(self.valid_emails)
    }
}

/// Every provider that was asked in the range, by name.
pub async fn providers(app: &App, scope: &Scope, ask: Ask) -> Result<(Vec<ProviderNumbers>, Range)> {
    scope.require(Permission::Read)?;
    let range = ask.at(app.now())?;
    let valid = valid_emails(app, scope, range).await?;
    let mut found: BTreeMap<(String, String), ProviderNumbers> = BTreeMap::new();
    for (provider, currency, status, calls, cost, hits) in calls(app, scope, range).await? {
        let of = found.entry((provider.clone(), currency.clone())).or_default();
        match status {
            CallStatus::Failed => of.errors += calls,
            CallStatus::Unknown | CallStatus::Intended => of.unknown += calls,
            CallStatus::Done => {}
        }
        of.valid_emails = valid.get(&provider).copied().unwrap_or_default();
        (of.provider, of.currency) = (provider, currency);
        (of.calls, of.cost_micros, of.hits) = (of.calls + calls, of.cost_micros + cost, of.hits + hits);
    }
    Ok((found.into_values().collect(), range))
}

type Calls = Vec<(String, String, CallStatus, i64, i64, i64)>;

async fn calls(app: &App, scope: &Scope, range: Range) -> Result<Calls> {
    let kept = Query::select()
        .expr(Expr::cust("1"))
        .from(enrichment::Entity)
        .and_where(Expr::col((enrichment::Entity, E::AgencyId)).equals((Entity, C::AgencyId)))
        .and_where(Expr::col((enrichment::Entity, E::ProviderCallId)).equals((Entity, C::Id)))
        .to_owned();
    let is_hit = CaseStatement::new().case(Expr::exists(kept), Expr::cust("1")).finally(Expr::cust("0"));
    let rows =
        scope.find::<Entity>().filter(C::StartedAt.gte(range.start())).filter(C::StartedAt.lt(range.end()));
    let rows = rows.select_only().column(C::Provider).column(C::Currency).column(C::Status);
    let rows = rows
        .expr_as(C::Id.count(), "calls")
        .expr_as(Expr::col((Entity, C::CostMicros)).sum().cast_as("bigint"), "cost")
        .expr_as(Expr::expr(is_hit).sum().cast_as("bigint"), "hits");
    let rows = rows.group_by(C::Provider).group_by(C::Currency).group_by(C::Status);
    Ok(rows.order_by_asc(C::Provider).into_tuple().all(&scope.read(app)).await?)
}

async fn valid_emails(app: &App, scope: &Scope, range: Range) -> Result<HashMap<String, i64>> {
    let rows = scope.find::<enrichment::Entity>().filter(E::FetchedAt.gte(range.start()));
    let rows = rows.filter(E::FetchedAt.lt(range.end())).filter(E::Field.eq("email"));
    let rows = rows.filter(E::ValidatorResult.eq(EmailStatus::Valid.to_value())).select_only();
    let rows = rows.column(E::Provider).expr_as(E::Id.count(), "emails").group_by(E::Provider);
    let rows: Vec<(String, i64)> = rows.into_tuple().all(&scope.read(app)).await?;
    Ok(rows.into_iter().collect())
}
