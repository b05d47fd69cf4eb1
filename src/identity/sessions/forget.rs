//! Sessions that were over long ago go: a month is enough to look into what happened.

use crate::{
    identity::platform,
    kernel::{app::App, error::Result, housekeeping::BATCH, platform::PlatformTx},
};
use chrono::TimeDelta;
use entity::session::{Column, Entity};
use sea_orm::{ColumnTrait, Condition, QueryFilter, sea_query::Query};

const KEPT: TimeDelta = TimeDelta::days(30);

/// One batch of them; how many went.
pub async fn forget(app: &App) -> Result<u64> {
    let tx = PlatformTx::begin(app).await?;
    let before = tx.now() - KEPT;
    let is_over = Condition::any().add(Column::ExpiresAt.lt(before)).add(Column::RevokedAt.lt(before));
    let some = Query::select().column(Column::Id).from(Entity).cond_where(is_over).limit(BATCH).to_owned();
    let gone = platform::delete_sessions().filter(Column::Id.in_subquery(some)).exec(&tx).await?;
    tx.commit().await?;
    Ok(gone.rows_affected)
}
