//! Throwing files away before their time.

use crate::kernel::{error::Result, tx::Tx};
use entity::{
    file::{Column, Entity},
    ids::FileId,
};
use sea_orm::{ColumnTrait, QueryFilter, sea_query::Expr};

/// Nobody has them from now on; housekeeping takes the bytes away within the hour.
pub async fn expire(tx: &Tx, files: impl IntoIterator<Item = FileId>) -> Result<()> {
    tx.update::<Entity>()
        .col_expr(Column::ExpiresAt, Expr::val(tx.now()))
        .filter(Column::Id.is_in(files))
        .filter(Column::ExpiresAt.gt(tx.now()))
        .exec(tx)
        .await?;
    Ok(())
}
