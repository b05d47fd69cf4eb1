//! A few columns of wide rows: a list reads what was asked for, and leaves the rest of each row blank.

use super::error::Result;
use chrono::{DateTime, NaiveDate, Utc};
use entity::tenancy::Keyed;
use sea_orm::{
    ColumnTrait, ColumnType, ConnectionTrait, DbErr, EntityTrait, ModelTrait, QueryResult, QuerySelect,
    QueryTrait, Select, TryGetable, Value,
};
use sqlx::{Row, ValueRef};

/// An entity whose rows may be read in part.
pub trait Sparse: Keyed {
    /// A row with nothing in it: null where there can be null, anything elsewhere.
    fn blank() -> Self::Model;
}

/// The columns that somebody will look at.
#[derive(Clone, Debug)]
pub enum Columns<E: EntityTrait> {
    All,
    /// Only these; what else is in the rows read means nothing.
    Only(Vec<E::Column>),
}

/// Reads these columns of the rows, in the order of the rows.
pub(super) async fn read<E>(
    rows: Select<E>,
    columns: &[E::Column],
    c: &impl ConnectionTrait,
) -> Result<Vec<E::Model>>
where
    E: Sparse,
    E::Model: ModelTrait<Entity = E>,
{
    let kinds: Vec<_> =
        columns.iter().map(|column| (*column, column.def().get_column_type().clone())).collect();
    let statement = rows.select_only().columns(columns.iter().copied()).into_query();
    let blank = E::blank();
    let mut found = vec![];
    for row in c.query_all(&statement).await? {
        let mut model = blank.clone();
        for (at, (column, kind)) in kinds.iter().enumerate() {
            // What is null is blank already. Asked first: the library would write an error's text for each.
            if !is_null(&row, at) {
                model.try_set(*column, value(&row, at, kind)?)?;
            }
        }
        found.push(model);
    }
    Ok(found)
}

pub(super) fn is_null(row: &QueryResult, at: usize) -> bool {
    match (row.try_as_pg_row(), row.try_as_sqlite_row()) {
        (Some(row), _) => row.try_get_raw(at).is_ok_and(|value| value.is_null()),
        (_, Some(row)) => row.try_get_raw(at).is_ok_and(|value| value.is_null()),
        _ => false,
    }
}

pub(super) fn value(row: &QueryResult, at: usize, kind: &ColumnType) -> Result<Value, DbErr> {
    fn get<T: TryGetable + Into<Value>>(row: &QueryResult, at: usize) -> Result<Value, DbErr> {
        row.try_get_by_index::<T>(at).map(Into::into)
    }
    match kind {
        ColumnType::Char(_) | ColumnType::String(_) | ColumnType::Text | ColumnType::Enum { .. } => {
            get::<String>(row, at)
        }
        ColumnType::SmallInteger => get::<i16>(row, at),
        ColumnType::Integer => get::<i32>(row, at),
        ColumnType::BigInteger => get::<i64>(row, at),
        ColumnType::Boolean => get::<bool>(row, at),
        ColumnType::Uuid => get::<uuid::Uuid>(row, at),
        ColumnType::Json | ColumnType::JsonBinary => get::<serde_json::Value>(row, at),
        ColumnType::TimestampWithTimeZone => get::<DateTime<Utc>>(row, at),
        ColumnType::Date => get::<NaiveDate>(row, at),
        other => Err(DbErr::Type(format!("a column of type {other:?} cannot be read in part"))),
    }
}
