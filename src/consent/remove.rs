//! Taking an entry away. What a person asked for themselves stays: only their own new opt-in could undo it.

use super::{add::is_their_own, events::SuppressionRemoved};
use crate::kernel::{
    app::App,
    error::{Error, Result},
    permission::Permission,
    scope::Scope,
    tx::Tx,
};
use entity::{
    ids::SuppressionId,
    suppression::{Column, Entity, Model},
};
use sea_orm::{ColumnTrait, QueryFilter};

/// `suppressionRemove`: the entry as it was.
pub async fn remove(app: &App, scope: &Scope, id: SuppressionId) -> Result<Model> {
    scope.require(Permission::Unsuppress)?;
    let mut tx = Tx::begin(app, scope).await?;
    let row = tx.hold::<Entity>(id).await?;
    refuse_their_own(&row)?;
    tx.delete::<Entity>().filter(Column::Id.eq(id)).exec(&tx).await?;
    tx.emit(&SuppressionRemoved::from(&row)).await?;
    tx.commit().await?;
    Ok(row)
}

/// Rule 12: what a person asked for themselves is nobody else's to take back.
pub(super) fn refuse_their_own(row: &Model) -> Result<()> {
    if !is_their_own(row.source) {
        return Ok(());
    }
    Err(Error::conflict_with_hint(
        "They asked for this themselves: it cannot be taken back for them.",
        "Only a new opt-in of theirs ends it.",
    ))
}
