//! What of a budget is used, read from the books: when it is set, and when an operator has everything counted anew. Whoever
//! spends holds the budget, so what is read while it is held is whole.

use super::{period::now_of, set::Whose};
use crate::kernel::{
    app::App,
    change,
    error::{Error, Result},
    permission::Permission,
    scope::Scope,
    tx::Tx,
};
use chrono::{DateTime, Utc};
use entity::{
    budget::{BudgetScope, Column as C, Entity, Model},
    credit_entry::{self, CreditKind},
    ids::BudgetId,
    provider_call::{self, CallStatus},
};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr};

/// Budgets of one look: a job may have one each.
const AT_ONCE: u64 = 500;

/// Counts every budget of the agency anew: how many there are, and how many were wrong.
pub async fn recount(app: &App, scope: &Scope) -> Result<(usize, usize)> {
    scope.require(Permission::ManageDataSources)?;
    let (mut all, mut mended, mut last) = (0, 0, None::<BudgetId>);
    loop {
        let mut some = scope.find::<Entity>().order_by_asc(C::Id).limit(AT_ONCE);
        if let Some(last) = last {
            some = some.filter(C::Id.gt(last));
        }
        let some = some.select_only().column(C::Id).into_tuple();
        let some: Vec<BudgetId> = some.all(&scope.read(app)).await?;
        let Some(end) = some.last() else { return Ok((all, mended)) };
        last = Some(*end);
        for id in some {
            all += 1;
            mended += usize::from(mend(app, scope, id).await?);
        }
    }
}

/// Was it wrong?
async fn mend(app: &App, scope: &Scope, id: BudgetId) -> Result<bool> {
    let tx = Tx::begin(app, scope).await?;
    let was = match tx.hold::<Entity>(id).await {
        // Taken away meanwhile.
        Err(Error::NotFound(_)) => return Ok(false),
        was => was?,
    };
    let stands = now_of(&was, tx.now());
    let whose = whose(&was)?;
    let is = Model {
        spent_micros: spent(&tx, whose, stands.period_started_at).await?,
        reserved_micros: reserved(&tx, whose).await?,
        ..stands.clone()
    };
    if is == stands {
        return Ok(false);
    }
    change::write::<Entity>(&tx, &was, &is).await?;
    tx.commit().await?;
    Ok(true)
}

fn whose(row: &Model) -> Result<Whose> {
    match (row.scope, row.workspace_id, row.job_id) {
        (BudgetScope::Agency, ..) => Ok(Whose::Agency),
        (BudgetScope::Workspace, Some(id), _) => Ok(Whose::Workspace(id)),
        (BudgetScope::Job, _, Some(id)) => Ok(Whose::Job(id)),
        _ => Err(Error::bug("a budget that is nobody's")),
    }
}

/// What the ledger says was really spent since then. What a late answer gives back of an earlier period is not spent anew.
pub(super) async fn spent(tx: &Tx, whose: Whose, since: DateTime<Utc>) -> Result<i64> {
    use credit_entry::Column as E;
    let rows = tx.scope().find::<credit_entry::Entity>().filter(E::Kind.eq(CreditKind::Settle));
    let rows = match whose {
        Whose::Agency => rows,
        Whose::Workspace(id) => rows.filter(E::WorkspaceId.eq(id)),
        Whose::Job(id) => rows.filter(E::JobId.eq(id)),
    };
    let sum = Expr::cust("CAST(sum(amount_micros) AS bigint)");
    let sum = rows.filter(E::At.gte(since)).select_only().column_as(sum, "sum");
    let sum = sum.into_tuple::<Option<i64>>().one(tx).await?.flatten();
    Ok(Ord::max(sum.unwrap_or_default(), 0))
}

/// What calls under way may cost.
pub(super) async fn reserved(tx: &Tx, whose: Whose) -> Result<i64> {
    use provider_call::Column as P;
    let rows = tx.scope().find::<provider_call::Entity>().filter(P::Status.eq(CallStatus::Intended));
    let rows = match whose {
        Whose::Agency => rows,
        Whose::Workspace(id) => rows.filter(P::WorkspaceId.eq(id)),
        Whose::Job(id) => rows.filter(P::JobId.eq(id)),
    };
    let sum = Expr::cust("CAST(sum(cost_micros) AS bigint)");
    let sum = rows.select_only().column_as(sum, "sum");
    Ok(sum.into_tuple::<Option<i64>>().one(tx).await?.flatten().unwrap_or_default())
}
