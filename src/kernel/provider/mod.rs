//! The books of calls to providers, shared by all processes: limits, paid calls, cached facts. Makes no call itself.

mod bucket;
mod budget;
pub mod call;
mod connect;
pub mod lookup;
pub mod money;

pub use budget::SharedGate;
pub use call::{CutOff, Decision, Intent, Known, Outcome, PaidCall, intend};
pub use connect::connectors;
pub use money::OverBudget;

use crate::kernel::{app::App, error::Result};
use entity::provider_budget::{BreakerState, Column, Entity};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

/// How many provider accounts are not asked any more, because they fail: for metrics.
#[expect(clippy::disallowed_methods, reason = "the kernel's own books, across agencies")]
pub async fn open_breakers(app: &App) -> Result<i64> {
    let open = Entity::find().filter(Column::BreakerState.ne(BreakerState::Closed));
    Ok(i64::try_from(open.count(app.db().platform()).await?).unwrap_or(i64::MAX))
}

/// The hash under which a fact is asked for and cached: of what was asked about, never the thing itself.
/// Parts are told apart, so that `["ab", "c"]` and `["a", "bc"]` differ.
#[must_use]
pub fn fact_key(app: &App, parts: &[&str]) -> String {
    let text: String = parts.iter().map(|part| format!("{}:{part}", part.len())).collect();
    app.keys().keyed_hash("provider.fact", &text)
}
