//! The campaigns that do best, by their own counters.

use crate::kernel::{
    app::App,
    error::{Error, Result},
    permission::Permission,
    scope::Scope,
};
use entity::{
    campaign::{Column as C, Entity, Model},
    ids::WorkspaceId,
};
use sea_orm::{
    ColumnTrait, Order, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait},
};

/// Most campaigns of one answer.
pub const MOST: u64 = 100;

/// What is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TopBy {
    Leads,
    Qualified,
    Contacted,
    Responded,
    /// Qualified of all leads.
    QualificationRate,
    /// Answered of those written to.
    ResponseRate,
}

/// So many campaigns, the best first; of equals the one with more leads, then the newer one. Where a rate cannot be told
/// there is nothing to compare.
pub async fn top(
    app: &App,
    scope: &Scope,
    by: TopBy,
    limit: u64,
    workspace: Option<WorkspaceId>,
) -> Result<Vec<Model>> {
    scope.require(Permission::Read)?;
    if !(1..=MOST).contains(&limit) {
        return Err(Error::invalid("limit", format!("1 to {MOST}")));
    }
    let mut rows = scope.find::<Entity>().filter(C::DeletedAt.is_null());
    if let Some(workspace) = workspace {
        rows = rows.filter(C::WorkspaceId.eq(workspace));
    }
    let (value, whole) = match by {
        TopBy::Leads => (C::LeadCount.into_expr(), None),
        TopBy::Qualified => (C::QualifiedCount.into_expr(), None),
        TopBy::Contacted => (C::ContactedCount.into_expr(), None),
        TopBy::Responded => (C::RepliedCount.into_expr(), None),
        TopBy::QualificationRate => (share(C::QualifiedCount, C::LeadCount), Some(C::LeadCount)),
        TopBy::ResponseRate => (share(C::RepliedCount, C::ContactedCount), Some(C::ContactedCount)),
    };
    if let Some(whole) = whole {
        rows = rows.filter(whole.gt(0));
    }
    let rows =
        rows.order_by(value, Order::Desc).order_by_desc(C::LeadCount).order_by_desc(C::Id).limit(limit);
    Ok(rows.all(&scope.read(app)).await?)
}

fn share(part: C, whole: C) -> Expr {
    Expr::col((Entity, part)).mul(Expr::cust("1.0")).div(Expr::col((Entity, whole)))
}
