//! Taking an entry away. What a person asked for themselves stays: only their own new opt-in could undo it.

use super::{add::is_their_own, events::SuppressionRemoved};
use crate::kernel::{
    app::App,
    check::{Problems, prose},
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

/// `suppressionRemove`: the entry as it was. The reason is kept in the audit log.
pub async fn remove(app: &App, scope: &Scope, id: SuppressionId, reason: Option<String>) -> Result<Model> {
    scope.require(Permission::Unsuppress)?;
    let mut tx = Tx::begin(app, scope).await?;
    let row = tx.hold::<Entity>(id).await?;
    let mut problems = Problems::default();
    let reason = problems.keep_some("reason", reason, |text| prose(&text, 500));
    problems.finish()?;
    refuse_their_own(&row)?;
    tx.because(reason);
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
