//! Where in a column a card goes. The board must be held: two who choose the same place then get one place each.

use crate::{
    crm::events::boards::{BoardRef, PipelineStageUpdated, StageRef},
    kernel::{
        error::{Error, Result},
        events::FieldChange,
        position,
        tx::Tx,
    },
};
use entity::{
    ids::{PipelineCardId, PipelineStageId},
    pipeline,
    pipeline_card::{Column, Entity},
    pipeline_stage,
};
use sea_orm::{
    ColumnTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{CaseStatement, Expr},
};

/// Places longer than this are given out anew: halving the same gap takes a character every six times.
const LONGEST: usize = 48;
/// So many places are given out in one statement.
const AT_ONCE: usize = 500;

/// Beside which card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beside {
    Before(PipelineCardId),
    After(PipelineCardId),
}

impl Beside {
    #[must_use]
    pub fn card(self) -> PipelineCardId {
        let (Self::Before(id) | Self::After(id)) = self;
        id
    }

    /// The input field that says it.
    pub(super) fn path(self) -> &'static str {
        match self {
            Self::Before(_) => "before",
            Self::After(_) => "after",
        }
    }
}

/// A free place in the column: beside a card of it, or at its end. `moving` is the card that goes there, if it is on the
/// board already: it does not stand in its own way.
pub(super) async fn find(
    tx: &mut Tx,
    pipeline: &pipeline::Model,
    stage: PipelineStageId,
    beside: Option<Beside>,
    moving: Option<PipelineCardId>,
) -> Result<String> {
    let place = between(tx, stage, beside, moving).await?;
    if place.len() <= LONGEST {
        return Ok(place);
    }
    give_out_anew(tx, pipeline, stage).await?;
    between(tx, stage, beside, moving).await
}

async fn between(
    tx: &Tx,
    stage: PipelineStageId,
    beside: Option<Beside>,
    moving: Option<PipelineCardId>,
) -> Result<String> {
    let others = || {
        let rows = tx.scope().find::<Entity>().filter(Column::StageId.eq(stage));
        match moving {
            Some(card) => rows.filter(Column::Id.ne(card)),
            None => rows,
        }
    };
    let Some(beside) = beside else {
        let last = others().order_by_desc(Column::Position).limit(1).one(tx).await?;
        return position::between(last.map(|card| card.position).as_deref(), None);
    };
    let anchor = others().filter(Column::Id.eq(beside.card())).one(tx).await?;
    let anchor = anchor.ok_or(Error::NotFound("pipeline_card"))?.position;
    let neighbour = match beside {
        Beside::Before(_) => {
            others().filter(Column::Position.lt(anchor.as_str())).order_by_desc(Column::Position)
        }
        Beside::After(_) => {
            others().filter(Column::Position.gt(anchor.as_str())).order_by_asc(Column::Position)
        }
    };
    let neighbour = neighbour.limit(1).one(tx).await?.map(|card| card.position);
    match beside {
        Beside::Before(_) => position::between(neighbour.as_deref(), Some(&anchor)),
        Beside::After(_) => position::between(Some(&anchor), neighbour.as_deref()),
    }
}

/// Short places for all cards of a column, in the order they have.
async fn give_out_anew(tx: &mut Tx, pipeline: &pipeline::Model, stage: PipelineStageId) -> Result<()> {
    let rows = tx.scope().find::<Entity>().filter(Column::StageId.eq(stage));
    let rows = rows.order_by_asc(Column::Position).order_by_asc(Column::Id);
    let ids: Vec<PipelineCardId> = rows.select_only().column(Column::Id).into_tuple().all(tx).await?;
    let mut last = None::<String>;
    for some in ids.chunks(AT_ONCE) {
        let mut places = CaseStatement::new();
        for id in some {
            let next = position::between(last.as_deref(), None)?;
            places = places.case(Column::Id.eq(*id), Expr::val(next.clone()));
            last = Some(next);
        }
        tx.update::<Entity>()
            .col_expr(Column::Position, places.into())
            .filter(Column::Id.is_in(some.iter().copied()))
            .exec(tx)
            .await?;
    }
    let of = StageRef { stage, board: BoardRef::from(pipeline) };
    tx.emit(&PipelineStageUpdated { of, changes: vec![FieldChange::hidden("cardPositions")] }).await
}

/// Refuses when so many more cards would be more than the column, read while its board is held, takes.
pub(in crate::crm) fn refuse_full(stage: &pipeline_stage::Model, more: u64) -> Result<()> {
    let Some(limit) = stage.wip_limit else { return Ok(()) };
    let cards = u64::try_from(stage.card_count).unwrap_or_default();
    if cards + more <= u64::try_from(limit).unwrap_or_default() {
        return Ok(());
    }
    Err(Error::conflict_with_hint(
        format!("The stage “{}” is full: it has {cards} cards and takes at most {limit}.", stage.name),
        "Move a card out of it, or raise its limit with `pipelineStageUpdate`.",
    ))
}
