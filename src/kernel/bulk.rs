//! Many rows of one kind in few statements. PostgreSQL takes a list per column, with one text whatever the number of rows;
//! SQLite takes values in rows, in texts of few sizes.

use super::{
    error::{Error, Result},
    tx::Tx,
    work::Column,
};
use entity::tenancy::Tenanted;
use sea_orm::{
    ConnectionTrait, DbBackend, DbErr, IdenStatic, Iterable, ModelTrait, SqlErr, Statement, Value,
};

/// Rows of one statement on SQLite: beyond this a longer text gains nothing.
const AT_ONCE: usize = 64;
/// What SQLite binds in one statement.
const BOUND: usize = 32_000;
/// Longer lists for `IN` stay as they are: SQLite binds 32,766 values in one statement.
const PADDED: usize = 4_096;
/// What [`insert`] is refused with when somebody wrote one of the rows meanwhile: look who is there now, and try again.
pub const RACED: &str = "Somebody made one of these in this very moment; try again.";

/// Inserts whole rows. Refused with CONFLICT ([`RACED`]) when one of them meets a unique index; then nothing of the transaction holds.
///
/// The caller knows that the rows are new. `ON CONFLICT DO NOTHING` would look into every unique index once more before each row.
pub async fn insert<E>(tx: &Tx, rows: &[E::Model]) -> Result<()>
where
    E: Tenanted,
    E::Model: ModelTrait<Entity = E>,
{
    let columns: Vec<E::Column> = E::Column::iter().collect();
    insert_columns::<E>(tx, rows, &columns).await
}

/// The same for rows of which only these columns hold something; the others get the table's defaults.
pub async fn insert_columns<E>(tx: &Tx, rows: &[E::Model], columns: &[E::Column]) -> Result<()>
where
    E: Tenanted,
    E::Model: ModelTrait<Entity = E>,
{
    if rows.is_empty() {
        return Ok(());
    }
    let names: Vec<String> = columns.iter().map(|column| format!("\"{}\"", column.as_str())).collect();
    let into = format!("INSERT INTO \"{}\" ({})", E::default().table_name(), names.join(", "));
    if tx.get_database_backend() == DbBackend::Postgres {
        return lists::<E>(tx, &into, rows, columns).await;
    }
    for some in rows.chunks(AT_ONCE.min(BOUND / columns.len().max(1)).max(1)) {
        let row = format!("({})", vec!["?"; columns.len()].join(", "));
        let sql = format!("{into} VALUES {}", vec![row; some.len()].join(", "));
        let values = some.iter().flat_map(|row| columns.iter().map(|column| row.get(*column)));
        let statement = Statement::from_sql_and_values(DbBackend::Sqlite, sql, values);
        tx.execute_raw(statement).await.map_err(raced)?;
    }
    Ok(())
}

async fn lists<E>(tx: &Tx, into: &str, rows: &[E::Model], columns: &[E::Column]) -> Result<()>
where
    E: Tenanted,
    E::Model: ModelTrait<Entity = E>,
{
    let mut lists = Vec::with_capacity(columns.len());
    for column in columns {
        lists.push(list(rows.iter().map(|row| row.get(*column)))?);
    }
    let each = lists.iter().enumerate().map(|(at, list)| format!("${}::{}[]", at + 1, list.kind()));
    let each = each.collect::<Vec<_>>().join(", ");
    let sql = format!("{into} SELECT * FROM UNNEST({each})");
    tx.work().insert_lists(sql, lists).await.map_err(raced)
}

fn raced(cause: DbErr) -> Error {
    match cause.sql_err() {
        Some(SqlErr::UniqueConstraintViolation(_)) => Error::conflict(RACED),
        _ => cause.into(),
    }
}

/// Values for `IN`, the last one repeated up to the next power of two: lists of any length then make few texts. Every text of a
/// statement is prepared, planned and kept by each connection that runs it, and one with 500 values takes some 20 KB.
pub fn padded<T: Clone>(values: impl IntoIterator<Item = T>) -> Vec<T> {
    let mut all: Vec<T> = values.into_iter().collect();
    if let Some(last) = all.last().cloned().filter(|_| all.len() < PADDED) {
        all.resize(all.len().next_power_of_two(), last);
    }
    all
}

/// One column's values, all of one kind.
fn list(values: impl Iterator<Item = Value>) -> Result<Column> {
    let mut values = values.peekable();
    Ok(match values.peek() {
        Some(Value::Uuid(_)) => {
            Column::Uuids(each(values, |v| if let Value::Uuid(v) = v { Ok(v) } else { Err(v) })?)
        }
        Some(Value::Int(_)) => {
            Column::Ints(each(values, |v| if let Value::Int(v) = v { Ok(v) } else { Err(v) })?)
        }
        Some(Value::BigInt(_)) => {
            Column::Bigs(each(values, |v| if let Value::BigInt(v) = v { Ok(v) } else { Err(v) })?)
        }
        Some(Value::Bool(_)) => {
            Column::Flags(each(values, |v| if let Value::Bool(v) = v { Ok(v) } else { Err(v) })?)
        }
        Some(Value::Json(_)) => {
            Column::Jsons(each(values, |v| if let Value::Json(v) = v { Ok(v.map(|v| *v)) } else { Err(v) })?)
        }
        Some(Value::ChronoDateTimeUtc(_)) => {
            Column::Times(each(values, |v| if let Value::ChronoDateTimeUtc(v) = v { Ok(v) } else { Err(v) })?)
        }
        _ => Column::Texts(each(values, |v| if let Value::String(v) = v { Ok(v) } else { Err(v) })?),
    })
}

fn each<T>(values: impl Iterator<Item = Value>, take: impl Fn(Value) -> Result<T, Value>) -> Result<Vec<T>> {
    let bad =
        |value: Value| Error::bug(format!("a column of several kinds, or of one nobody inserts: {value:?}"));
    values.map(|value| take(value).map_err(bad)).collect()
}

#[cfg(test)]
mod tests {
    use super::{PADDED, padded};

    #[test]
    fn lists_of_any_length_make_few_texts() {
        assert!(padded(Vec::<u8>::new()).is_empty());
        assert_eq!(padded([7]), [7]);
        assert_eq!(padded([1, 2, 3]), [1, 2, 3, 3]);
        let lengths = (1..=500).map(|n| padded(0..n).len());
        assert_eq!(lengths.collect::<std::collections::BTreeSet<_>>().len(), 10, "1, 2, 4 … 512");
        assert_eq!(padded(0..PADDED + 1).len(), PADDED + 1);
    }
}
