//! The budgets a call falls under: held in the order of their ids, after the job's row and before anything else is locked.

use super::{
    events::{BudgetNearlyReached, BudgetReached},
    period::{ends_at, now_of},
};
use crate::kernel::{change, error::Result, tx::Tx};
use chrono::{DateTime, Utc};
use entity::{
    budget::{BudgetScope, Column as C, Entity, Model},
    ids::{JobId, WorkspaceId},
};
use sea_orm::{
    ColumnTrait, Condition, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{ExprTrait, LockType},
};

/// A budget that does not allow a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OverBudget {
    pub scope: BudgetScope,
    pub limit_micros: i64,
    /// When it starts again from zero; `None`: never.
    pub until: Option<DateTime<Utc>>,
}

impl std::fmt::Display for OverBudget {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let whose = match self.scope {
            BudgetScope::Agency => "agency's",
            BudgetScope::Workspace => "workspace's",
            BudgetScope::Job => "job's",
        };
        write!(f, "the {whose} budget does not allow another call")?;
        match self.until {
            Some(until) => write!(f, " before {}", until.format("%Y-%m-%d %H:%M UTC")),
            None => Ok(()),
        }
    }
}

/// Whom a call is made for.
#[derive(Clone, Copy, Debug, Default)]
pub struct For {
    pub workspace: Option<WorkspaceId>,
    pub job: Option<JobId>,
}

/// The budgets, held, each with how it stands now.
async fn held(tx: &Tx, of: For) -> Result<Vec<(Model, Model)>> {
    let mut which = Condition::any().add(C::Scope.eq(BudgetScope::Agency));
    if let Some(workspace) = of.workspace {
        let its = C::Scope.eq(BudgetScope::Workspace).and(C::WorkspaceId.eq(workspace));
        which = which.add(its);
    }
    if let Some(job) = of.job {
        which = which.add(C::Scope.eq(BudgetScope::Job).and(C::JobId.eq(job)));
    }
    let rows = tx.scope().find::<Entity>().filter(which).order_by_asc(C::Id);
    let rows = rows.lock(LockType::NoKeyUpdate).all(tx).await?;
    let stands = |was: Model| {
        let is = now_of(&was, tx.now());
        (was, is)
    };
    Ok(rows.into_iter().map(stands).collect())
}

/// Sets `price` aside on all of them, or on none: then says which one does not allow it.
pub(super) async fn set_aside(tx: &mut Tx, of: For, price: i64) -> Result<Option<OverBudget>> {
    let rows = held(tx, of).await?;
    let allows = |is: &Model| {
        is.spent_micros.saturating_add(is.reserved_micros).saturating_add(price) <= is.limit_micros
    };
    if let Some((was, is)) = rows.iter().find(|(_, is)| !allows(is)) {
        return reach(tx, was, is).await.map(Some);
    }
    for (was, is) in rows {
        let is = Model { reserved_micros: is.reserved_micros.saturating_add(price), ..is };
        write(tx, &was, is).await?;
    }
    Ok(None)
}

/// Gives back what was set aside, and counts what was spent.
pub(super) async fn count(tx: &mut Tx, of: For, (set_aside, spent): (i64, i64)) -> Result<()> {
    if set_aside == 0 && spent == 0 {
        return Ok(());
    }
    for (was, is) in held(tx, of).await? {
        let is = Model {
            // Made after the call was begun, it knows of no reserve.
            reserved_micros: Ord::max(is.reserved_micros.saturating_sub(set_aside), 0),
            spent_micros: Ord::max(is.spent_micros.saturating_add(spent), 0),
            ..is
        };
        write(tx, &was, is).await?;
    }
    Ok(())
}

/// Writes it, and tells once in its period when most of it is used.
async fn write(tx: &mut Tx, was: &Model, mut is: Model) -> Result<()> {
    let used = i128::from(is.spent_micros) + i128::from(is.reserved_micros);
    let is_nearly = used * 100 >= i128::from(is.limit_micros) * i128::from(is.warn_percent);
    if is_nearly && is.warned_at.is_none() {
        is.warned_at = Some(tx.now());
        tx.emit(&BudgetNearlyReached { of: (&is).into() }).await?;
    }
    is.updated_at = tx.now();
    change::write::<Entity>(tx, was, &is).await
}

/// Tells once in its period that it is used up.
async fn reach(tx: &mut Tx, was: &Model, is: &Model) -> Result<OverBudget> {
    let is = Model {
        reached_at: is.reached_at.or(Some(tx.now())),
        warned_at: is.warned_at.or(Some(tx.now())),
        ..is.clone()
    };
    if was.reached_at != is.reached_at {
        change::write::<Entity>(tx, was, &is).await?;
        tx.emit(&BudgetReached { of: (&is).into() }).await?;
    }
    let until = ends_at(is.period, is.period_started_at);
    Ok(OverBudget { scope: is.scope, limit_micros: is.limit_micros, until })
}
