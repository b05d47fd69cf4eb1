//! Events older than the installation keeps them. The floor rises in the transaction that deletes them, so that a reader
//! who asks for what is gone is told so.

use super::{BATCH, ROUNDS};
use crate::kernel::{app::App, error::Result, work::Work};
use chrono::{DateTime, TimeDelta, Utc};
use entity::{event, event_head, ids::AgencyId};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr};

/// Of every agency; how many went.
pub async fn sweep(app: &App) -> Result<u64> {
    let kept = TimeDelta::days(app.config().events.retention_days.max(1).into());
    let before = app.now() - kept;
    let mut gone = 0;
    for agency in agencies(app).await? {
        for _ in 0..ROUNDS {
            let rows = batch(app, agency, before).await?;
            gone += rows;
            if rows < BATCH {
                break;
            }
        }
    }
    Ok(gone)
}

#[expect(clippy::disallowed_methods, reason = "the kernel reads its own log's heads, across agencies")]
async fn agencies(app: &App) -> Result<Vec<AgencyId>> {
    let heads = event_head::Entity::find().select_only().column(event_head::Column::AgencyId);
    let ordered = heads.order_by_asc(event_head::Column::AgencyId).into_tuple();
    Ok(ordered.all(app.db().platform()).await?)
}

/// The agency's oldest events, as far as all of them are old: numbers stay without gaps above the floor.
async fn batch(app: &App, agency: AgencyId, before: DateTime<Utc>) -> Result<u64> {
    let is_old = |(_, at): &&(i64, DateTime<Utc>)| *at < before;
    if oldest(app, agency, 1).await?.iter().filter(is_old).count() == 0 {
        return Ok(0);
    }
    let found = oldest(app, agency, BATCH).await?;
    let Some((floor, _)) = found.iter().take_while(is_old).last() else { return Ok(0) };
    delete(app, agency, *floor).await
}

#[expect(clippy::disallowed_methods, reason = "the kernel reads its own log, by agency")]
async fn oldest(app: &App, agency: AgencyId, limit: u64) -> Result<Vec<(i64, DateTime<Utc>)>> {
    let rows = event::Entity::find()
        .select_only()
        .columns([event::Column::Seq, event::Column::At])
        .filter(event::Column::AgencyId.eq(agency))
        .order_by_asc(event::Column::Seq)
        .limit(limit)
        .into_tuple();
    Ok(rows.all(app.db().platform()).await?)
}

/// The head is written last: commits of the agency wait for it only that long.
#[expect(clippy::disallowed_methods, reason = "the kernel keeps its own log, by agency")]
async fn delete(app: &App, agency: AgencyId, floor: i64) -> Result<u64> {
    let work = Work::begin(app.db()).await?;
    let gone = event::Entity::delete_many()
        .filter(event::Column::AgencyId.eq(agency))
        .filter(event::Column::Seq.lte(floor))
        .exec(&work)
        .await?;
    event_head::Entity::update_many()
        .col_expr(event_head::Column::FloorSeq, Expr::val(floor))
        .filter(event_head::Column::AgencyId.eq(agency))
        .filter(event_head::Column::FloorSeq.lt(floor))
        .exec(&work)
        .await?;
    work.commit().await?;
    Ok(gone.rows_affected)
}
