//! Read, or not yet after all.

use super::list::{mine, theirs};
use crate::kernel::{
    app::App,
    error::{Error, Result},
    permission::Permission,
    scope::Scope,
    tx::Tx,
};
use chrono::{DateTime, Utc};
use entity::{
    ids::NotificationId,
    notification::{ActiveModel, Column as C, Entity, Model},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Unchanged, ColumnTrait, QueryFilter, Set, sea_query::Expr};

/// Marks one of one's own. Read twice, the first time counts.
pub async fn mark_read(app: &App, scope: &Scope, id: NotificationId, is_read: bool) -> Result<Model> {
    scope.require(Permission::OwnProfile)?;
    let tx = Tx::begin(app, scope).await?;
    let was = mine(scope).filter(C::Id.eq(id)).one(&tx).await?.ok_or(Error::NotFound("notification"))?;
    if was.read_at.is_some() == is_read {
        return Ok(was);
    }
    let read_at = Set(is_read.then(|| tx.now()));
    let is = ActiveModel { id: Unchanged(id), read_at, ..Default::default() }.update(&tx).await?;
    tx.commit().await?;
    Ok(is)
}

/// Marks all of one's own that are not read; how many. `until`: only those made by then, which is what the reader has seen.
pub async fn mark_all_read(app: &App, scope: &Scope, until: Option<DateTime<Utc>>) -> Result<u64> {
    scope.require(Permission::OwnProfile)?;
    let tx = Tx::begin(app, scope).await?;
    let unread = tx
        .update::<Entity>()
        .col_expr(C::ReadAt, Expr::val(tx.now()))
        .filter(theirs(scope))
        .filter(C::ReadAt.is_null())
        .filter(C::CreatedAt.lte(until.unwrap_or(tx.now())));
    let marked = unread.exec(&tx).await?.rows_affected;
    tx.commit().await?;
    Ok(marked)
}
