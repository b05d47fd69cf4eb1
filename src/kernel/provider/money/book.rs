//! The entries of one call, and what they mean for budgets.

use super::hold::{For, OverBudget, count, set_aside};
use crate::kernel::{error::Result, provider::Intent, tx::Tx};
use entity::{
    credit_entry::{ActiveModel, CreditKind, Entity},
    ids::{CreditEntryId, JobId, ProviderCallId},
    job,
    provider_call::{CallStatus, Model},
};
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter, Set,
    sea_query::{Expr, ExprTrait},
};

/// Before the call: sets its price aside on every budget, or says which one does not allow it.
pub async fn reserve(tx: &mut Tx, intent: &Intent) -> Result<Option<OverBudget>> {
    if intent.cost_micros <= 0 {
        return Ok(None);
    }
    set_aside(tx, For { workspace: intent.workspace, job: intent.job }, intent.cost_micros).await
}

/// The reserve's entry, once the call has its row.
pub async fn enter_reserve(tx: &Tx, intent: &Intent, call: ProviderCallId) -> Result<()> {
    if intent.cost_micros <= 0 {
        return Ok(());
    }
    let entry = ActiveModel {
        workspace_id: Set(intent.workspace),
        job_id: Set(intent.job),
        provider: Set(intent.provider.to_owned()),
        requested_by: Set(intent.requested_by),
        ..entry(tx, call, CreditKind::Reserve, intent.cost_micros)
    };
    Entity::insert(entry).exec_without_returning(tx).await?;
    Ok(())
}

/// After the call: gives its reserve back and enters what it cost. `was`: the call before its outcome was written.
pub async fn settle(tx: &mut Tx, was: &Model, cost_micros: i64) -> Result<()> {
    // A call that was taken for cut off has been settled at its price.
    let (reserved, settled) = match was.status {
        CallStatus::Intended => (was.cost_micros, 0),
        _ => (0, was.cost_micros),
    };
    let more = cost_micros - settled;
    let of = |kind, amount| ActiveModel {
        workspace_id: Set(was.workspace_id),
        job_id: Set(was.job_id),
        provider: Set(was.provider.clone()),
        requested_by: Set(was.requested_by),
        ..entry(tx, was.id, kind, amount)
    };
    let entries = [(CreditKind::Refund, -reserved), (CreditKind::Settle, more)];
    let entries: Vec<_> = entries
        .into_iter()
        .filter(|(_, amount)| *amount != 0)
        .map(|(kind, amount)| of(kind, amount))
        .collect();
    if !entries.is_empty() {
        Entity::insert_many(entries).exec_without_returning(tx).await?;
    }
    if let Some(job) = was.job_id.filter(|_| more != 0) {
        charge(tx, job, more).await?;
    }
    count(tx, For { workspace: was.workspace_id, job: was.job_id }, (reserved, more)).await
}

/// What a job cost is what the ledger says was spent by it, and nothing else. Its row is held: see [`hold_job`].
async fn charge(tx: &Tx, id: JobId, more: i64) -> Result<()> {
    let cost = Expr::col(job::Column::CostMicros).add(more);
    let charged = tx.update::<job::Entity>().col_expr(job::Column::CostMicros, cost);
    charged.filter(job::Column::Id.eq(id)).exec(tx).await?;
    Ok(())
}

/// Whoever holds a job and its budgets holds the job first.
pub async fn hold_job(tx: &Tx, call: &Model) -> Result<()> {
    if let Some(id) = call.job_id {
        tx.hold::<job::Entity>(id).await?;
    }
    Ok(())
}

fn entry(tx: &Tx, call: ProviderCallId, kind: CreditKind, amount_micros: i64) -> ActiveModel {
    ActiveModel {
        id: Set(CreditEntryId::new()),
        agency_id: Set(tx.scope().agency()),
        kind: Set(kind),
        provider_call_id: Set(Some(call)),
        amount_micros: Set(amount_micros),
        currency: Set("USD".into()),
        at: Set(tx.now()),
        ..Default::default()
    }
}
