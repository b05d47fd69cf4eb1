//! Writes sums: what is there already is added to.

use crate::kernel::{error::Result, tx::Tx};
use chrono::{DateTime, Utc};
use entity::{
    ids::{MetricFlowId, MetricStockId},
    metric::Metric,
    metric_flow::{self, Column as F, Grain},
    metric_stock::{self, Column as S},
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, Set,
    sea_query::{Expr, ExprTrait, OnConflict},
};
use std::collections::BTreeMap;
use uuid::Uuid;

/// By place, metric and key.
pub(super) type Stocks = BTreeMap<(Uuid, Metric, String), i64>;
/// By place, metric, key and bucket. Sorted, so that two who write touch rows in one order.
pub(super) type Flows = BTreeMap<(Uuid, Metric, String, Grain, i64), i64>;

/// Rows of one statement.
const AT_ONCE: usize = 500;

pub(super) async fn write_stocks(tx: &Tx, sums: Stocks) -> Result<()> {
    let more = Expr::col((metric_stock::Entity, S::Value)).add(Expr::cust("excluded.value"));
    let mut add = OnConflict::columns([S::AgencyId, S::PlaceId, S::Metric, S::Key]);
    add.value(S::Value, more);
    let mut rows = sums.into_iter().filter(|(_, value)| *value != 0).map(|((place, metric, key), value)| {
        metric_stock::ActiveModel {
            id: Set(MetricStockId::new()),
            agency_id: Set(tx.scope().agency()),
            place_id: Set(place),
            metric: Set(metric),
            key: Set(key),
            value: Set(value),
        }
    });
    loop {
        let some: Vec<_> = rows.by_ref().take(AT_ONCE).collect();
        if some.is_empty() {
            return Ok(());
        }
        let write = metric_stock::Entity::insert_many(some).on_conflict(add.clone());
        write.exec_without_returning(tx).await?;
    }
}

pub(super) async fn write_flows(tx: &Tx, sums: Flows) -> Result<()> {
    let more = Expr::col((metric_flow::Entity, F::Value)).add(Expr::cust("excluded.value"));
    let mut add = OnConflict::columns([F::AgencyId, F::PlaceId, F::Metric, F::Grain, F::Bucket, F::Key]);
    add.value(F::Value, more);
    let mut rows =
        sums.into_iter().map(|((place, metric, key, grain, bucket), value)| metric_flow::ActiveModel {
            id: Set(MetricFlowId::new()),
            agency_id: Set(tx.scope().agency()),
            place_id: Set(place),
            metric: Set(metric),
            key: Set(key),
            grain: Set(grain),
            bucket: Set(bucket),
            value: Set(value),
        });
    loop {
        let some: Vec<_> = rows.by_ref().take(AT_ONCE).collect();
        if some.is_empty() {
            return Ok(());
        }
        let write = metric_flow::Entity::insert_many(some).on_conflict(add.clone());
        write.exec_without_returning(tx).await?;
    }
}

/// Nothing is in these places any more.
pub(super) async fn forget_places(tx: &Tx, places: &[Uuid]) -> Result<()> {
    if !places.is_empty() {
        let gone = tx.delete::<metric_stock::Entity>();
        gone.filter(S::PlaceId.is_in(places.iter().copied())).exec(tx).await?;
    }
    Ok(())
}

/// Throws away what is made anew: all stocks, and what happened since then, or all of it.
pub(super) async fn forget(tx: &Tx, since: Option<DateTime<Utc>>) -> Result<()> {
    tx.delete::<metric_stock::Entity>().exec(tx).await?;
    let from = since.map(super::time::quarter);
    let known = |grain: Grain, from: i64| Condition::all().add(F::Grain.eq(grain)).add(F::Bucket.gte(from));
    let again = from.map(|from| {
        Condition::any().add(known(Grain::Quarter, from)).add(known(Grain::Day, super::time::day(from)))
    });
    let flows = tx.delete::<metric_flow::Entity>();
    flows.filter(again.unwrap_or_else(Condition::all)).exec(tx).await?;
    Ok(())
}
