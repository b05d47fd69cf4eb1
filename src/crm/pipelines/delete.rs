//! Deleting a board.

use crate::{
    crm::{cards, events::boards::PipelineDeleted},
    kernel::{
        app::App,
        check,
        error::{Error, Result},
        permission::Permission,
        scope::Scope,
        tx::Tx,
    },
};
use entity::{
    ids::PipelineId,
    pipeline::{self, Column, Model},
};
use sea_orm::{ColumnTrait, QueryFilter};

/// Deletes a board with its stages; with its cards only when that is said. The leads stay.
pub async fn delete(
    app: &App,
    scope: &Scope,
    id: PipelineId,
    deletes_cards: bool,
    expected_version: Option<i32>,
) -> Result<Model> {
    scope.require(Permission::ManagePipelines)?;
    let mut tx = Tx::begin(app, scope).await?;
    let row = tx.hold::<pipeline::Entity>(id).await?;
    check::version("pipeline", expected_version, row.version)?;
    let cards = cards::count_of_pipeline(&tx, id).await?;
    if cards > 0 && !deletes_cards {
        return Err(Error::conflict_with_hint(
            format!("This pipeline has {cards} cards."),
            "Move or remove them first, or say `deleteCards: true`.",
        ));
    }
    cards::remove_all(&tx, &row).await?;
    tx.delete::<pipeline::Entity>().filter(Column::Id.eq(id)).exec(&tx).await?;
    tx.emit(&PipelineDeleted { of: (&row).into(), cards }).await?;
    tx.commit().await?;
    Ok(row)
}
