//! Deliveries that were over long ago go. How far an endpoint has come is kept elsewhere.

use crate::kernel::{app::App, error::Result, housekeeping::BATCH, platform::PlatformTx};
use chrono::TimeDelta;
use entity::webhook_delivery::{Column, Entity};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Query};

/// One batch of them; how many went.
#[expect(clippy::disallowed_methods, reason = "housekeeping, across agencies")]
pub(super) async fn forget(app: &App) -> Result<u64> {
    let tx = PlatformTx::begin(app).await?;
    let before = tx.now() - TimeDelta::days(app.config().webhooks.keep_days.max(1).into());
    let is_old = Column::FinishedAt.lt(before);
    let some = Query::select().column(Column::Id).from(Entity).and_where(is_old).limit(BATCH).to_owned();
    let gone = Entity::delete_many().filter(Column::Id.in_subquery(some)).exec(&tx).await?;
    tx.commit().await?;
    Ok(gone.rows_affected)
}
