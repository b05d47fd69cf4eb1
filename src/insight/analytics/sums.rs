//! Reads sums: whose, of what, over which ranges. One statement for all ranges that are asked for.

use super::{range::Range, rollup::time::DAY, timeline::Calendar};
use crate::kernel::{
    app::App,
    error::Result,
    scope::{Scope, Visibility},
};
use chrono::NaiveDate;
use entity::{
    campaign,
    ids::{CampaignId, WorkspaceId},
    metric::Metric,
    metric_flow::{self, Column as F, Grain},
    metric_stock::{self, Column as S},
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, FromQueryResult, QueryFilter, QuerySelect, QueryTrait,
    sea_query::{Expr, ExprTrait, SelectStatement, UnionType},
};
use std::collections::{BTreeMap, HashMap};

/// Whose numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// The whole agency's, or one workspace's. For a CLIENT: those of the campaigns they see, each for itself, added up.
    Everything(Option<WorkspaceId>),
    Campaign(CampaignId),
}

/// Sums by metric and key.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sums(HashMap<(Metric, String), i64>);

impl Sums {
    /// The sum of what has no key.
    #[must_use]
    pub fn of(&self, metric: Metric) -> i64 {
        self.keyed(metric, "")
    }

    #[must_use]
    pub fn keyed(&self, metric: Metric, key: &str) -> i64 {
        self.0.get(&(metric, key.to_owned())).copied().unwrap_or_default()
    }
}

#[derive(FromQueryResult)]
struct Row {
    part: i64,
    metric: Metric,
    key: String,
    value: i64,
}

/// How many there are now.
pub async fn stocks(app: &App, scope: &Scope, whose: Whose, metrics: &[Metric]) -> Result<Sums> {
    let rows = scope.find::<metric_stock::Entity>().filter(places(scope, whose, S::PlaceId));
    let rows = rows.filter(S::Metric.is_in(metrics.iter().copied())).select_only();
    let rows = rows.expr_as(number(0), "part").column(S::Metric).column(S::Key);
    let rows = rows.expr_as(total(S::Value), "value").group_by(S::Metric).group_by(S::Key);
    let rows = scope.read(app).query_all(&rows.into_query()).await?;
    Ok(gathered(&rows, 1)?.pop().unwrap_or_default())
}

/// How much happened in each of these ranges.
pub async fn flows(
    app: &App,
    scope: &Scope,
    whose: Whose,
    metrics: &[Metric],
    ranges: &[Range],
) -> Result<Vec<Sums>> {
    let mut parts = ranges.iter().enumerate().flat_map(|(part, range)| {
        pieces(*range).map(move |piece| flow(scope, whose, metrics, (part, piece)))
    });
    let Some(mut all) = parts.next() else { return Ok(vec![]) };
    for part in parts {
        all.union(UnionType::All, part);
    }
    gathered(&scope.read(app).query_all(&all).await?, ranges.len())
}

/// How much happened on each local day; days of which there is nothing to tell are left out.
pub async fn days(
    app: &App,
    scope: &Scope,
    whose: Whose,
    metrics: &[Metric],
    (calendar, range): (Calendar, Range),
) -> Result<BTreeMap<NaiveDate, Sums>> {
    let day = local_day(&calendar.offsets(range));
    let rows = scope.find::<metric_flow::Entity>().filter(places(scope, whose, F::PlaceId));
    let rows = rows.filter(F::Metric.is_in(metrics.iter().copied())).filter(F::Grain.eq(Grain::Quarter));
    let rows = rows.filter(F::Bucket.gte(range.from)).filter(F::Bucket.lt(range.to)).select_only();
    let rows = rows.expr_as(Expr::cust(day.clone()), "part").column(F::Metric).column(F::Key);
    let rows = rows.expr_as(total(F::Value), "value");
    let rows = rows.group_by(Expr::cust(day)).group_by(F::Metric).group_by(F::Key);
    let mut found: BTreeMap<NaiveDate, Sums> = BTreeMap::new();
    for row in scope.read(app).query_all(&rows.into_query()).await? {
        let row = Row::from_query_result(&row, "")?;
        let sums = found.entry(Calendar::day(row.part)).or_default();
        *sums.0.entry((row.metric, row.key)).or_default() += row.value;
    }
    Ok(found)
}

/// How much happened by campaign, of the campaigns the caller sees.
pub async fn by_campaign(
    app: &App,
    scope: &Scope,
    campaigns: &[CampaignId],
    metric: Metric,
    range: Range,
) -> Result<HashMap<CampaignId, i64>> {
    let mut found = HashMap::new();
    for (grain, from, to) in pieces(range) {
        let rows = scope.find::<metric_flow::Entity>();
        let rows =
            rows.filter(F::PlaceId.is_in(campaigns.iter().map(|id| id.0))).filter(F::Metric.eq(metric));
        let rows = rows.filter(F::Grain.eq(grain)).filter(F::Bucket.gte(from)).filter(F::Bucket.lt(to));
        let rows =
            rows.select_only().column(F::PlaceId).expr_as(total(F::Value), "value").group_by(F::PlaceId);
        let sums: Vec<(CampaignId, i64)> = rows.into_tuple().all(&scope.read(app)).await?;
        for (campaign, value) in sums {
            *found.entry(campaign).or_default() += value;
        }
    }
    Ok(found)
}

fn flow(
    scope: &Scope,
    whose: Whose,
    metrics: &[Metric],
    (part, (grain, from, to)): (usize, (Grain, i64, i64)),
) -> SelectStatement {
    let rows = scope.find::<metric_flow::Entity>().filter(places(scope, whose, F::PlaceId));
    let rows = rows.filter(F::Metric.is_in(metrics.iter().copied())).filter(F::Grain.eq(grain));
    let rows = rows.filter(F::Bucket.gte(from)).filter(F::Bucket.lt(to)).select_only();
    let rows = rows.expr_as(number(part), "part").column(F::Metric).column(F::Key);
    rows.expr_as(total(F::Value), "value").group_by(F::Metric).group_by(F::Key).into_query()
}

/// A long range is its whole days, and the quarters before and after them.
fn pieces(range: Range) -> impl Iterator<Item = (Grain, i64, i64)> {
    let (first, last) = ((range.from + DAY - 1).div_euclid(DAY), range.to.div_euclid(DAY));
    let pieces = if first < last {
        [
            (Grain::Quarter, range.from, first * DAY),
            (Grain::Day, first, last),
            (Grain::Quarter, last * DAY, range.to),
        ]
    } else {
        [(Grain::Quarter, range.from, range.to), (Grain::Day, 0, 0), (Grain::Quarter, 0, 0)]
    };
    pieces.into_iter().filter(|(_, from, to)| from < to)
}

/// `bucket` is ahead by so many quarters until …: the day it lies in. Written out, so that it can be grouped by.
fn local_day(offsets: &[(i64, i64)]) -> String {
    let Some(((_, last), before)) = offsets.split_last() else { return format!("bucket / {DAY}") };
    let cases: String =
        before.iter().map(|(until, offset)| format!("WHEN bucket < {until} THEN {offset} ")).collect();
    let offset = if cases.is_empty() { last.to_string() } else { format!("CASE {cases}ELSE {last} END") };
    format!("(bucket + {offset}) / {DAY}")
}

fn places<C: ColumnTrait>(scope: &Scope, whose: Whose, column: C) -> Condition {
    let all = Condition::all();
    match (whose, scope.visibility()) {
        (Whose::Campaign(campaign), _) => all.add(column.eq(campaign.0)),
        (Whose::Everything(Some(workspace)), Visibility::Agency) => all.add(column.eq(workspace.0)),
        (Whose::Everything(None), Visibility::Agency) => all.add(column.eq(scope.agency().0)),
        // One that was deleted keeps its numbers, and is not theirs to see any more.
        (Whose::Everything(workspace), Visibility::Campaigns(_)) => {
            let own = scope.find::<campaign::Entity>().filter(campaign::Column::DeletedAt.is_null());
            let of = workspace.map(|workspace| campaign::Column::WorkspaceId.eq(workspace));
            let own = own.filter(Condition::all().add_option(of)).select_only().column(campaign::Column::Id);
            all.add(column.in_subquery(own.into_query()))
        }
    }
}

/// Written out, as wide as what it is read as.
fn number(part: usize) -> Expr {
    Expr::cust(format!("CAST({part} AS bigint)"))
}

/// Sums of big numbers are bigger than big numbers to PostgreSQL.
fn total<C: ColumnTrait>(column: C) -> Expr {
    Expr::col(column.as_column_ref()).sum().cast_as("bigint")
}

fn gathered(rows: &[sea_orm::QueryResult], parts: usize) -> Result<Vec<Sums>> {
    let mut all = vec![Sums::default(); parts];
    for row in rows {
        let row = Row::from_query_result(row, "")?;
        if let Some(sums) = usize::try_from(row.part).ok().and_then(|part| all.get_mut(part)) {
            *sums.0.entry((row.metric, row.key)).or_default() += row.value;
        }
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_is_read_by_days_where_it_can_be() {
        let pieces = |from, to| pieces(Range { from, to }).collect::<Vec<_>>();
        assert_eq!(pieces(10, 20), [(Grain::Quarter, 10, 20)]);
        assert_eq!(pieces(90, 100), [(Grain::Quarter, 90, 100)]);
        assert_eq!(pieces(96, 192), [(Grain::Day, 1, 2)]);
        assert_eq!(
            pieces(95, 290),
            [(Grain::Quarter, 95, 96), (Grain::Day, 1, 3), (Grain::Quarter, 288, 290)]
        );
    }

    #[test]
    fn local_days_follow_the_offsets() {
        assert_eq!(local_day(&[(500, 4)]), "(bucket + 4) / 96");
        assert_eq!(
            local_day(&[(100, 4), (500, -8)]),
            "(bucket + CASE WHEN bucket < 100 THEN 4 ELSE -8 END) / 96"
        );
    }
}
