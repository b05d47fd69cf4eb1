//! The decision whether a call may be made, committed before it is made.

use super::{CutOff, Decision, Intent, Known, PaidCall};
use crate::kernel::{app::App, error::Result, provider::money, scope::Scope, tx::Tx};
use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    background_task::{self, TaskStatus},
    ids::{JobId, ProviderCallId},
    provider_call::{ActiveModel, CallStatus, Column as C, Entity, Model},
};
use sea_orm::{
    ColumnTrait, EntityTrait, IntoSimpleExpr, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Set,
    sea_query::{Expr, ExprTrait, OnConflict},
};
use serde_json::{Value, json};

/// No call takes longer: a slice that holds one is dropped after a minute.
const LONGEST_CALL: TimeDelta = TimeDelta::minutes(2);
/// How long an unknown outcome is left alone.
pub(super) const LEFT_ALONE: TimeDelta = TimeDelta::hours(24);
/// Every round, somebody else was quicker.
const ROUNDS: usize = 8;

/// Commits the intent, unless the fact is known, being asked, or of unknown outcome. Opens its own transaction: never
/// call it inside one.
pub async fn intend(app: &App, scope: &Scope, intent: &Intent) -> Result<Decision> {
    for _ in 0..ROUNDS {
        let mut tx = Tx::begin(app, scope).await?;
        if let Some(decision) = decide(&mut tx, intent).await? {
            tx.commit().await?;
            return Ok(decision);
        }
    }
    Ok(Decision::Busy)
}

/// `None`: the row changed under us; look again.
async fn decide(tx: &mut Tx, intent: &Intent) -> Result<Option<Decision>> {
    let Some(last) = newest(tx, intent).await? else { return insert(tx, intent, 0).await };
    let next = last.attempt_group + 1;
    Ok(match last.status {
        // An answer that was forgotten with the person it was about is none.
        CallStatus::Done
            if last.outcome.is_some()
                && last.finished_at.unwrap_or(last.started_at) + intent.known_for > tx.now() =>
        {
            Some(Decision::Known(known(last)))
        }
        CallStatus::Done => return insert(tx, intent, next).await,
        CallStatus::Failed => return again(tx, intent, &last).await,
        CallStatus::Intended if is_at_it(tx, intent, &last).await? => Some(Decision::Busy),
        // Closed by the asker, in one transaction with the line that says so: see `CutOff::close`.
        CallStatus::Intended => Some(Decision::Unknown(told(&last, tx.now(), true))),
        CallStatus::Unknown => {
            let cut_off = told(&last, last.finished_at.unwrap_or(last.started_at), false);
            if cut_off.until <= tx.now() {
                return insert(tx, intent, next).await;
            }
            Some(Decision::Unknown(cut_off))
        }
    })
}

async fn newest(tx: &Tx, intent: &Intent) -> Result<Option<Model>> {
    let of_fact = tx
        .scope()
        .find::<Entity>()
        .filter(C::Account.eq(&intent.account))
        .filter(C::Operation.eq(intent.operation))
        .filter(C::FactKey.eq(&intent.fact_key));
    Ok(of_fact.order_by_desc(C::AttemptGroup).one(tx).await?)
}

async fn insert(tx: &mut Tx, intent: &Intent, attempt_group: i32) -> Result<Option<Decision>> {
    if let Some(over) = money::reserve(tx, intent).await? {
        return Ok(Some(Decision::OverBudget(over)));
    }
    let id = ProviderCallId::new();
    let row = ActiveModel {
        id: Set(id),
        agency_id: Set(tx.scope().agency()),
        job_id: Set(intent.job),
        task_id: Set(intent.task),
        data_source_id: Set(intent.data_source),
        workspace_id: Set(intent.workspace),
        requested_by: Set(intent.requested_by),
        provider: Set(intent.provider.into()),
        account: Set(intent.account.clone()),
        operation: Set(intent.operation.into()),
        fact_key: Set(intent.fact_key.clone()),
        attempt_group: Set(attempt_group),
        status: Set(CallStatus::Intended),
        cost_micros: Set(intent.cost_micros),
        currency: Set("USD".into()),
        provider_idempotency_key: Set(Some(id.to_string())),
        outcome: Set(None),
        started_at: Set(tx.now()),
        finished_at: Set(None),
    };
    let once = OnConflict::new().do_nothing().to_owned();
    if Entity::insert(row).on_conflict(once).exec_without_returning(&*tx).await? != 1 {
        return Ok(None);
    }
    money::enter_reserve(tx, intent, id).await?;
    Ok(Some(Decision::Go(PaidCall { id })))
}

/// A call that certainly was not made is made again under the same row.
async fn again(tx: &mut Tx, intent: &Intent, last: &Model) -> Result<Option<Decision>> {
    if let Some(over) = money::reserve(tx, intent).await? {
        return Ok(Some(Decision::OverBudget(over)));
    }
    let taken = tx
        .update::<Entity>()
        .col_expr(C::Status, Expr::val(CallStatus::Intended))
        .col_expr(C::JobId, Expr::val(intent.job))
        .col_expr(C::TaskId, Expr::val(intent.task))
        .col_expr(C::DataSourceId, Expr::val(intent.data_source))
        .col_expr(C::WorkspaceId, Expr::val(intent.workspace))
        .col_expr(C::RequestedBy, Expr::val(intent.requested_by))
        .col_expr(C::CostMicros, Expr::val(intent.cost_micros))
        .col_expr(C::StartedAt, Expr::val(tx.now()))
        .col_expr(C::FinishedAt, Expr::val(None::<DateTime<Utc>>))
        .col_expr(C::Outcome, Expr::val(None::<Value>))
        .filter(C::Id.eq(last.id))
        .filter(C::Status.eq(CallStatus::Failed))
        .exec(&*tx)
        .await?;
    if taken.rows_affected != 1 {
        return Ok(None);
    }
    money::enter_reserve(tx, intent, last.id).await?;
    Ok(Some(Decision::Go(PaidCall { id: last.id })))
}

/// Is somebody really making this open call now? Not when it was we ourselves, earlier; not when its task was taken
/// away; not when it is older than any call can be.
async fn is_at_it(tx: &Tx, intent: &Intent, open: &Model) -> Result<bool> {
    if open.started_at + LONGEST_CALL <= tx.now() {
        return Ok(false);
    }
    let Some(task) = open.task_id else { return Ok(true) };
    if intent.task == Some(task) {
        return Ok(false);
    }
    let held = tx.scope().find_by_id::<background_task::Entity>(task);
    Ok(held.filter(background_task::Column::Status.eq(TaskStatus::Admitted)).one(tx).await?.is_some())
}

/// Open calls of this job whose task is not at work.
pub(super) fn is_abandoned(tx: &Tx, job: JobId) -> Expr {
    let held = tx
        .scope()
        .find::<background_task::Entity>()
        .select_only()
        .column(background_task::Column::Id)
        .filter(background_task::Column::JobId.eq(job))
        .filter(background_task::Column::Status.eq(TaskStatus::Admitted))
        .into_query();
    let is_old = C::StartedAt.lte(tx.now() - LONGEST_CALL);
    let has_no_task = C::TaskId.into_simple_expr().not_in_subquery(held);
    C::JobId.eq(job).and(is_old.or(has_no_task))
}

/// Nobody knows how it went: it is settled at its price. `false`: somebody settled it meanwhile.
pub(super) async fn give_up(tx: &mut Tx, open: ProviderCallId, started_at: DateTime<Utc>) -> Result<bool> {
    let call = tx.scope().get::<Entity>(open, &*tx).await?;
    money::hold_job(tx, &call).await?;
    let closed = tx
        .update::<Entity>()
        .col_expr(C::Status, Expr::val(CallStatus::Unknown))
        .col_expr(C::FinishedAt, Expr::val(tx.now()))
        .col_expr(C::Outcome, Expr::val(json!({ "reason": "cut_off" })))
        .filter(C::Id.eq(open))
        .filter(C::StartedAt.eq(started_at))
        .filter(C::Status.eq(CallStatus::Intended))
        .exec(&*tx)
        .await?;
    if closed.rows_affected != 1 {
        return Ok(false);
    }
    money::settle(tx, &call, call.cost_micros).await?;
    Ok(true)
}

pub(super) fn told(call: &Model, closed_at: DateTime<Utc>, is_new: bool) -> CutOff {
    CutOff {
        call: call.id,
        provider: call.provider.clone(),
        operation: call.operation.clone(),
        job: call.job_id,
        cost_micros: call.cost_micros,
        started_at: call.started_at,
        is_new,
        until: closed_at + LEFT_ALONE,
    }
}

fn known(call: Model) -> Known {
    let at = call.finished_at.unwrap_or(call.started_at);
    Known { call: call.id, value: call.outcome.unwrap_or(Value::Null), at }
}
