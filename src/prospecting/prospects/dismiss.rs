//! Putting a prospect aside.

use crate::{
    kernel::{
        app::App,
        error::{Error, Result},
        permission::Permission,
        scope::Scope,
        tx::Tx,
    },
    prospecting::events::ProspectDismissed,
};
use entity::{
    ids::ProspectId,
    prospect::{ActiveModel, Entity, Model},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Unchanged, Set};

/// Not wanted: stays on record, is not enriched any further. Dismissing twice changes nothing.
pub async fn dismiss(app: &App, scope: &Scope, id: ProspectId) -> Result<Model> {
    scope.require(Permission::Prospect)?;
    let mut tx = Tx::begin(app, scope).await?;
    let row = tx.hold::<Entity>(id).await?;
    if row.dismissed_at.is_some() {
        return Ok(row);
    }
    if super::dossier(&row).is_saved {
        return Err(Error::conflict_with_hint(
            "This prospect was saved as a lead.",
            "Disqualify the lead instead: `leadDisqualify`.",
        ));
    }
    let change = ActiveModel {
        id: Unchanged(id),
        dismissed_at: Set(Some(tx.now())),
        version: Set(row.version + 1),
        updated_at: Set(tx.now()),
        ..Default::default()
    };
    let row = change.update(&tx).await?;
    tx.emit(&ProspectDismissed::of(&row)).await?;
    tx.commit().await?;
    Ok(row)
}
