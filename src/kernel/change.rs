//! A row before and after: which columns differ, and writing just these.

use super::{error::Result, tx::Tx};
use entity::tenancy::Tenanted;
use sea_orm::{ColumnTrait, Iterable, ModelTrait, QueryFilter, sea_query::Expr};

/// The columns in which two readings of a row differ.
pub fn columns<E>(old: &E::Model, new: &E::Model) -> Vec<E::Column>
where
    E: Tenanted,
    E::Model: ModelTrait<Entity = E>,
{
    E::Column::iter().filter(|column| old.get(*column) != new.get(*column)).collect()
}

/// Writes what differs; nothing differs, nothing is written. Versions and times are the caller's to raise.
pub async fn write<E>(tx: &Tx, old: &E::Model, new: &E::Model) -> Result<()>
where
    E: Tenanted,
    E::Model: ModelTrait<Entity = E>,
{
    let changed = columns::<E>(old, new);
    if changed.is_empty() {
        return Ok(());
    }
    let mut update = tx.update::<E>();
    for column in changed {
        update = update.col_expr(column, column.save_as(Expr::val(new.get(column))));
    }
    update.filter(E::ID.eq(E::id(old))).exec(tx).await?;
    Ok(())
}

/// The field a column is shown as: `assigned_to` is `assignedTo`.
pub fn field(column: impl ColumnTrait) -> String {
    let mut words = column.unquoted().split('_');
    let mut out = words.next().unwrap_or_default().to_owned();
    for word in words {
        let mut letters = word.chars();
        out.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        out.push_str(letters.as_str());
    }
    out
}
