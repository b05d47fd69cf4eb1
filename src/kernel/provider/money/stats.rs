//! What each provider gave for its money: one definition, for `providerStats` and for analytics. Only calls that cost money are on
//! the books, so only those are counted; a call under way counts when it has ended.

use crate::{
    connectors::ConnectorError,
    kernel::{
        app::App,
        error::{Error, Result},
        permission::Permission,
        scope::Scope,
    },
};
use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    enrichment,
    ids::WorkspaceId,
    provider_call::{CallStatus, Column as C, Entity},
    workspace,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, FromQueryResult, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait,
    sea_query::{Expr, ExprTrait},
};
use std::{collections::HashMap, time::Duration};

/// The longest time that is looked at in one go.
const LONGEST: TimeDelta = TimeDelta::days(366);

/// From, inclusive, and to, exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    pub from: DateTime<Utc>,
    pub to: DateTime<Utc>,
}

/// What one provider gave.
#[derive(Clone, Debug, PartialEq)]
pub struct ProviderStats {
    /// `APOLLO`.
    pub provider: String,
    /// ISO 4217.
    pub currency: String,
    /// Calls made, however they ended; not those our own limit kept back.
    pub calls: i64,
    /// Calls that had an answer with something in it.
    pub hits: i64,
    /// Calls that were refused or never reached the provider. Of one that is made again after that, only the last attempt is
    /// on the books.
    pub errors: i64,
    /// Calls that nobody knows the outcome of; they count as paid.
    pub unknown: i64,
    pub cost_micros: i64,
    /// Different addresses of its own finding that were found valid.
    pub valid_emails: i64,
}

impl ProviderStats {
    /// Hits of the calls whose outcome is known.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "a share of calls")]
    pub fn hit_rate(&self) -> Option<f64> {
        let known = self.calls - self.unknown;
        (known > 0).then(|| self.hits as f64 / known as f64)
    }

    /// What such an address cost; `None`: it found none.
    #[must_use]
    pub fn cost_per_valid_email_micros(&self) -> Option<i64> {
        self.cost_micros.checked_div(self.valid_emails)
    }
}

#[derive(FromQueryResult)]
struct Called {
    provider: String,
    currency: String,
    calls: i64,
    hits: i64,
    errors: i64,
    unknown: i64,
    cost_micros: i64,
}

/// Each provider that was asked, by name.
pub async fn stats(
    app: &App,
    scope: &Scope,
    span: Span,
    workspace: Option<WorkspaceId>,
) -> Result<Vec<ProviderStats>> {
    scope.require(Permission::Prospect)?;
    let reader = scope.read(app);
    if let Some(id) = workspace {
        scope.get::<workspace::Entity>(id, &reader).await?;
    }
    if span.from >= span.to || span.to - span.from > LONGEST {
        return Err(Error::invalid("range", "a time of at most 366 days that begins before it ends"));
    }
    numbers(scope, span, workspace, &reader).await
}

/// The same, for whoever asked for the permission and looked at the time: what the scope does not show is not counted.
pub async fn numbers(
    scope: &Scope,
    span: Span,
    workspace: Option<WorkspaceId>,
    c: &impl ConnectionTrait,
) -> Result<Vec<ProviderStats>> {
    let valid = valid_emails(scope, span, workspace, c).await?;
    let called = calls(scope, span, workspace, c).await?;
    let each = called.into_iter().map(|row| ProviderStats {
        valid_emails: valid.get(&row.provider).copied().unwrap_or_default(),
        provider: row.provider,
        currency: row.currency,
        calls: row.calls,
        hits: row.hits,
        errors: row.errors,
        unknown: row.unknown,
        cost_micros: row.cost_micros,
    });
    Ok(each.collect())
}

async fn calls(
    scope: &Scope,
    span: Span,
    workspace: Option<WorkspaceId>,
    c: &impl ConnectionTrait,
) -> Result<Vec<Called>> {
    // Nothing found is null, or a page without items.
    let empty = match c.get_database_backend() {
        DbBackend::Postgres => "outcome = 'null'::jsonb OR coalesce(outcome -> 'items' = '[]'::jsonb, false)",
        _ => "outcome = 'null' OR coalesce(json_extract(outcome, '$.items') = '[]', 0)",
    };
    let times =
        |condition: &str| Expr::cust(format!("CAST(sum(CASE WHEN {condition} THEN 1 ELSE 0 END) AS bigint)"));
    let hits = format!("status = 'DONE' AND NOT coalesce({empty}, {})", falsehood(c));
    let mut rows = scope
        .find::<Entity>()
        .select_only()
        .column(C::Provider)
        .column(C::Currency)
        .column_as(C::Id.count(), "calls")
        .column_as(times(&hits), "hits")
        .column_as(times("status = 'FAILED'"), "errors")
        .column_as(times("status = 'UNKNOWN'"), "unknown")
        .column_as(Expr::cust("CAST(sum(cost_micros) AS bigint)"), "cost_micros")
        .filter(C::Status.ne(CallStatus::Intended))
        .filter(was_sent(c))
        .filter(C::StartedAt.gte(span.from))
        .filter(C::StartedAt.lt(span.to));
    if let Some(workspace) = workspace {
        rows = rows.filter(C::WorkspaceId.eq(workspace));
    }
    let rows = rows.group_by(C::Provider).group_by(C::Currency);
    let rows = rows.order_by_asc(C::Provider).order_by_asc(C::Currency);
    Ok(rows.into_model::<Called>().all(c).await?)
}

/// Not what our own limit kept from being sent: no provider knows of it.
fn was_sent(c: &impl ConnectionTrait) -> Expr {
    let reason = match c.get_database_backend() {
        DbBackend::Postgres => "outcome ->> 'reason'",
        _ => "json_extract(outcome, '$.reason')",
    };
    let held = ConnectorError::Held { after: Duration::ZERO }.name();
    Expr::cust(format!("NOT (status = 'FAILED' AND coalesce({reason}, '') = '{held}')"))
}

fn falsehood(c: &impl ConnectionTrait) -> &'static str {
    if c.get_database_backend() == DbBackend::Postgres { "false" } else { "0" }
}

async fn valid_emails(
    scope: &Scope,
    span: Span,
    workspace: Option<WorkspaceId>,
    c: &impl ConnectionTrait,
) -> Result<HashMap<String, i64>> {
    use enrichment::Column as E;
    let mut rows = scope
        .find::<enrichment::Entity>()
        .select_only()
        .column(E::Provider)
        .column_as(E::Value.into_expr().count_distinct(), "addresses")
        .filter(E::Field.eq("email"))
        .filter(E::ValidatorResult.eq("VALID"))
        .filter(E::FetchedAt.gte(span.from))
        .filter(E::FetchedAt.lt(span.to));
    if let Some(workspace) = workspace {
        let calls = scope.find::<Entity>().filter(C::WorkspaceId.eq(workspace));
        rows = rows.filter(E::ProviderCallId.in_subquery(calls.select_only().column(C::Id).into_query()));
    }
    let rows: Vec<(String, i64)> = rows.group_by(E::Provider).into_tuple().all(c).await?;
    Ok(rows.into_iter().collect())
}
