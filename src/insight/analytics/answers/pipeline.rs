//! A board: how cards went through its columns in a range. Times do not add up, so they are read from the moves themselves.

use super::numbers::rate;
use crate::{
    crm::pipelines,
    insight::analytics::range::{Ask, Range},
    kernel::{app::App, error::Result, scope::Scope},
};
use chrono::{DateTime, Utc};
use entity::{
    ids::{PipelineId, PipelineStageId},
    pipeline_card::{self, CardStatus},
    pipeline_stage::{self, Model as Stage, StageKind},
    stage_change::{self, Column as C},
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait,
    sea_query::{Alias, Expr, ExprTrait, Query, SelectStatement, UnionType},
};
use std::collections::HashMap;

/// Moves whose time is looked at, of each column; the newest.
pub const MOVES: u64 = 2_000;

/// One column's numbers.
#[derive(Clone, Debug)]
pub struct StageNumbers {
    pub stage: Stage,
    pub entered: i64,
    pub left: i64,
    /// Of the moves out of it, those further on: to a column to its right, or to a won one, never to a lost one.
    pub conversion: Option<f64>,
    /// How long cards that left it had been in it, in the middle.
    pub median_seconds: Option<i64>,
}

/// What was won, in one currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Won {
    pub currency: String,
    pub micros: i64,
}

/// A board's numbers.
#[derive(Clone, Debug)]
pub struct PipelineNumbers {
    /// In the order of the board.
    pub stages: Vec<StageNumbers>,
    /// Cards that came to be won in the range, and still are.
    pub won: i64,
    pub lost: i64,
    /// What the won ones are worth.
    pub value: Vec<Won>,
    pub range: Range,
}

/// A board of the caller's.
pub async fn pipeline(app: &App, scope: &Scope, id: PipelineId, ask: Ask) -> Result<PipelineNumbers> {
    pipelines::get(app, scope, id).await?;
    let range = ask.at(app.now())?;
    let stages = scope.find::<pipeline_stage::Entity>().filter(pipeline_stage::Column::PipelineId.eq(id));
    let stages = stages.order_by_asc(pipeline_stage::Column::Position).all(&scope.read(app)).await?;
    let came = moves(app, scope, C::ToStageId, &stages, range).await?;
    let went = moves(app, scope, C::FromStageId, &stages, range).await?;
    let mut medians = medians(app, scope, &stages, range).await?;
    let kinds: HashMap<PipelineStageId, (&str, StageKind)> =
        stages.iter().map(|stage| (stage.id, (stage.position.as_str(), stage.kind))).collect();
    let is_on = |from: &Stage, to: &PipelineStageId| match kinds.get(to) {
        Some((_, StageKind::Lost)) | None => false,
        Some((_, StageKind::Won)) => true,
        Some((position, StageKind::Open)) => *position > from.position.as_str(),
    };
    let numbers = |stage: &Stage| {
        let out = || went.iter().filter(|(from, ..)| *from == Some(stage.id));
        let left: i64 = out().map(|(.., moves)| moves).sum();
        let on: i64 = out().filter(|(_, to, _)| is_on(stage, to)).map(|(.., moves)| moves).sum();
        StageNumbers {
            stage: stage.clone(),
            entered: came.iter().filter(|(_, to, _)| *to == stage.id).map(|(.., moves)| moves).sum(),
            left,
            conversion: rate(on, left),
            median_seconds: medians.remove(&stage.id),
        }
    };
    let (won, lost, value) = outcome(app, scope, id, &stages, range).await?;
    Ok(PipelineNumbers { stages: stages.iter().map(numbers).collect(), won, lost, value, range })
}

/// From which column to which, how often.
type Moves = Vec<(Option<PipelineStageId>, PipelineStageId, i64)>;

async fn moves(app: &App, scope: &Scope, side: C, stages: &[Stage], range: Range) -> Result<Moves> {
    let rows = scope.find::<stage_change::Entity>().filter(side.is_in(stages.iter().map(|stage| stage.id)));
    let rows = rows.filter(within(C::At, range)).select_only().column(C::FromStageId).column(C::ToStageId);
    let rows = rows.expr_as(C::Id.count(), "moves").group_by(C::FromStageId).group_by(C::ToStageId);
    Ok(rows.into_tuple().all(&scope.read(app)).await?)
}

fn within<K: ColumnTrait>(at: K, range: Range) -> Condition {
    Condition::all().add(at.gte(range.start())).add(at.lt(range.end()))
}

#[derive(FromQueryResult)]
struct Leaving {
    from_stage_id: PipelineStageId,
    at: DateTime<Utc>,
    entered: Option<DateTime<Utc>>,
}

/// For all columns in one statement, each with a limit of its own.
async fn medians(
    app: &App,
    scope: &Scope,
    stages: &[Stage],
    range: Range,
) -> Result<HashMap<PipelineStageId, i64>> {
    let mut parts = stages.iter().map(|stage| leavings(scope, stage.id, range));
    let Some(mut all) = parts.next() else { return Ok(HashMap::new()) };
    for part in parts {
        all.union(UnionType::All, part);
    }
    let mut times: HashMap<PipelineStageId, Vec<i64>> = HashMap::new();
    for row in scope.read(app).query_all(&all).await? {
        let row = Leaving::from_query_result(&row, "")?;
        let spent = row.entered.map(|entered| (row.at - entered).num_seconds());
        times.entry(row.from_stage_id).or_default().extend(spent);
    }
    Ok(times.into_iter().filter_map(|(stage, times)| Some((stage, median(times)?))).collect())
}

fn leavings(scope: &Scope, stage: PipelineStageId, range: Range) -> SelectStatement {
    let rows =
        scope.find::<stage_change::Entity>().filter(C::FromStageId.eq(stage)).filter(within(C::At, range));
    let rows = rows.order_by_desc(C::At).order_by_desc(C::Id).limit(MOVES).select_only();
    let rows = rows.column(C::FromStageId).column(C::At).expr_as(entered(stage), "entered").into_query();
    Query::select()
        .columns([Alias::new("from_stage_id"), Alias::new("at"), Alias::new("entered")])
        .from_subquery(rows, Alias::new("leavings"))
        .to_owned()
}

/// When the card of the move around it came into this column, before that move.
fn entered(stage: PipelineStageId) -> Expr {
    let earlier = Alias::new("earlier");
    let its = |column: C| Expr::col((earlier.clone(), column));
    let own = |column: C| Expr::col((stage_change::Entity, column));
    let before = Condition::any()
        .add(its(C::At).lt(own(C::At)))
        .add(Condition::all().add(its(C::At).eq(own(C::At))).add(its(C::Id).lt(own(C::Id))));
    let came = Query::select()
        .expr(its(C::At).max())
        .from_as(stage_change::Entity, earlier.clone())
        .and_where(its(C::AgencyId).eq(own(C::AgencyId)))
        .and_where(its(C::CardId).eq(own(C::CardId)))
        .and_where(its(C::ToStageId).eq(stage))
        .cond_where(before)
        .to_owned();
    Expr::from(came)
}

/// The one in the middle; of two, the shorter.
fn median(mut times: Vec<i64>) -> Option<i64> {
    times.sort_unstable();
    times.get(times.len().checked_sub(1)? / 2).copied()
}

async fn outcome(
    app: &App,
    scope: &Scope,
    id: PipelineId,
    stages: &[Stage],
    range: Range,
) -> Result<(i64, i64, Vec<Won>)> {
    use pipeline_card::Column as K;
    let ends = stages.iter().filter(|stage| stage.kind != StageKind::Open).map(|stage| stage.id);
    let rows =
        scope.find::<pipeline_card::Entity>().filter(K::PipelineId.eq(id)).filter(K::StageId.is_in(ends));
    let rows = rows.filter(within(K::EnteredStageAt, range)).select_only();
    let rows = rows.column(K::Status).column(K::Currency).expr_as(K::Id.count(), "cards");
    let worth = Expr::col(K::ValueMicros).sum().cast_as("bigint");
    let rows = rows.expr_as(worth, "worth").group_by(K::Status).group_by(K::Currency);
    let rows: Vec<(CardStatus, String, i64, Option<i64>)> =
        rows.order_by_asc(K::Currency).into_tuple().all(&scope.read(app)).await?;
    let cards = |status| rows.iter().filter(|(is, ..)| *is == status).map(|(_, _, cards, _)| cards).sum();
    let won = rows.iter().filter(|(is, ..)| *is == CardStatus::Won);
    let value = won
        .filter_map(|(_, currency, _, micros)| Some(Won { currency: currency.clone(), micros: (*micros)? }));
    Ok((cards(CardStatus::Won), cards(CardStatus::Lost), value.collect()))
}

#[cfg(test)]
mod tests {
    use super::median;

    #[test]
    fn the_one_in_the_middle() {
        assert_eq!(median(vec![]), None);
        assert_eq!(median(vec![7]), Some(7));
        assert_eq!(median(vec![9, 1, 5]), Some(5));
        assert_eq!(median(vec![4, 1, 3, 2]), Some(2));
    }
}
