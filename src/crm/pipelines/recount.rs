//! How many cards the columns of boards have, counted anew: right also while cards come and go, because each board is held while
//! its cards are counted, and whoever adds, moves or removes one holds it too.

use crate::{
    crm::{
        campaigns::Recounted,
        cards::counts,
        events::boards::{PipelineStageUpdated, StageRef},
        stages,
    },
    kernel::{
        app::App,
        change,
        error::{Error, Result},
        events::FieldChange,
        permission::Permission,
        scope::Scope,
        tx::Tx,
    },
};
use entity::{
    ids::{PipelineId, PipelineStageId},
    pipeline::{Column, Entity},
    pipeline_card, pipeline_stage,
};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect};

/// Boards of one look.
const AT_ONCE: u64 = 500;

/// Counts the cards of every board of the agency anew: how many boards there are, and how many of them were wrong.
pub async fn recount(app: &App, scope: &Scope) -> Result<Recounted> {
    scope.require(Permission::ManagePipelines)?;
    let (mut done, mut last) = (Recounted::default(), None::<PipelineId>);
    loop {
        let mut some = scope.find::<Entity>().order_by_asc(Column::Id).limit(AT_ONCE);
        if let Some(last) = last {
            some = some.filter(Column::Id.gt(last));
        }
        let some = some.select_only().column(Column::Id).into_tuple();
        let some: Vec<PipelineId> = some.all(&scope.read(app)).await?;
        let Some(end) = some.last() else { return Ok(done) };
        last = Some(*end);
        for id in some {
            done.all += 1;
            done.mended += usize::from(mend(app, scope, id).await?);
        }
    }
}

/// Was it wrong?
async fn mend(app: &App, scope: &Scope, id: PipelineId) -> Result<bool> {
    let mut tx = Tx::begin(app, scope).await?;
    let board = match tx.hold::<Entity>(id).await {
        // Deleted meanwhile.
        Err(Error::NotFound(_)) => return Ok(false),
        board => board?,
    };
    let columns = stages::ordered(scope, &[id], &tx).await?;
    let ids: Vec<PipelineStageId> = columns.iter().map(|stage| stage.id).collect();
    let right = counts::counted(scope, pipeline_card::Column::StageId, &ids, &tx).await?;
    let mut is_wrong = false;
    for was in columns {
        let cards = right.get(&was.id).copied().unwrap_or_default();
        let cards = i32::try_from(cards).map_err(Error::internal)?;
        if cards == was.card_count {
            continue;
        }
        let is = pipeline_stage::Model { card_count: cards, ..was.clone() };
        change::write::<pipeline_stage::Entity>(&tx, &was, &is).await?;
        let of = StageRef { stage: is.id, board: (&board).into() };
        tx.emit(&PipelineStageUpdated { of, changes: vec![FieldChange::hidden("cardCount")] }).await?;
        is_wrong = true;
    }
    if is_wrong {
        tx.commit().await?;
    }
    Ok(is_wrong)
}
