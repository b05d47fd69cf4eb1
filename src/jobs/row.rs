//! The job's row under its lock. Whoever changes a job takes this lock first, before its tasks' rows.

use crate::kernel::{error::Result, tx::Tx};
use entity::{
    ids::JobId,
    job::{ActiveModel, Entity, Model},
};
use sea_orm::{ActiveModelTrait, ActiveValue::Unchanged, Set};

/// The job, held until the transaction ends. Rows that point to it may still be written by others.
pub(super) async fn locked(tx: &Tx, id: JobId) -> Result<Model> {
    tx.hold::<Entity>(id).await
}

/// Writes `change` to the held row and raises its version.
pub(super) async fn save(tx: &Tx, row: &Model, change: ActiveModel) -> Result<Model> {
    let change = ActiveModel {
        id: Unchanged(row.id),
        version: Set(row.version + 1),
        updated_at: Set(tx.now()),
        ..change
    };
    Ok(change.update(tx).await?)
}
