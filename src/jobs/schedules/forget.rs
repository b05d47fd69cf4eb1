//! What became of slots has had its time after a quarter of a year.

use crate::kernel::{app::App, error::Result, housekeeping::BATCH, platform::PlatformTx};
use chrono::TimeDelta;
use entity::schedule_run::{Column, Entity};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Query};

const KEPT: TimeDelta = TimeDelta::days(90);

/// One batch of them; how many went.
#[expect(clippy::disallowed_methods, reason = "housekeeping, across agencies")]
pub(super) async fn forget(app: &App) -> Result<u64> {
    let tx = PlatformTx::begin(app).await?;
    let is_old = Column::At.lt(tx.now() - KEPT);
    let some = Query::select().column(Column::Id).from(Entity).and_where(is_old).limit(BATCH).to_owned();
    let gone = Entity::delete_many().filter(Column::Id.in_subquery(some)).exec(&tx).await?;
    tx.commit().await?;
    Ok(gone.rows_affected)
}
