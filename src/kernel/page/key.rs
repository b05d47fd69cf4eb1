//! The value in a cursor.

use chrono::DateTime;
use sea_orm::{ColumnDef, ColumnType, Value};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A row's value in the column of an order, as a cursor keeps it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) enum Key {
    #[serde(rename = "n")]
    Null,
    #[serde(rename = "s")]
    Text(String),
    #[serde(rename = "i")]
    Number(i64),
    /// Microseconds since 1970.
    #[serde(rename = "t")]
    Time(i64),
    #[serde(rename = "u")]
    Id(Uuid),
}

impl Key {
    pub fn of(value: Value) -> Self {
        match value {
            Value::String(Some(text)) => Self::Text(text),
            Value::SmallInt(Some(n)) => Self::Number(n.into()),
            Value::Int(Some(n)) => Self::Number(n.into()),
            Value::BigInt(Some(n)) => Self::Number(n),
            Value::ChronoDateTimeUtc(Some(at)) => Self::Time(at.timestamp_micros()),
            Value::Uuid(Some(id)) => Self::Id(id),
            _ => Self::Null,
        }
    }

    pub fn value(&self) -> Option<Value> {
        match self {
            Self::Null => None,
            Self::Text(text) => Some(text.clone().into()),
            Self::Number(n) => Some((*n).into()),
            Self::Time(micros) => DateTime::from_timestamp_micros(*micros).map(Into::into),
            Self::Id(id) => Some((*id).into()),
        }
    }

    /// Can such a column have this value? Cursors come from outside: one that was made up must not reach the database.
    pub fn fits(&self, column: &ColumnDef) -> bool {
        use ColumnType as T;
        match (self, column.get_column_type()) {
            (Self::Null, _) => column.is_null(),
            (Self::Text(text), T::String(_) | T::Text | T::Char(_) | T::Enum { .. }) => !text.contains('\0'),
            (Self::Number(_), T::SmallInteger | T::Integer | T::BigInteger) => true,
            (Self::Time(micros), T::Timestamp | T::TimestampWithTimeZone | T::DateTime) => {
                DateTime::from_timestamp_micros(*micros).is_some()
            }
            (Self::Id(_), T::Uuid) => true,
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Key;
    use entity::lead::Column;
    use sea_orm::ColumnTrait;
    use uuid::Uuid;

    #[test]
    fn only_what_a_column_can_hold_fits_it() {
        let fits = |key: &Key, column: Column| key.fits(&column.def());
        let (text, number) = (Key::Text("Ana".into()), Key::Number(1));
        assert!(fits(&text, Column::FirstName) && fits(&Key::Null, Column::FirstName));
        assert!(fits(&Key::Time(0), Column::CreatedAt) && fits(&Key::Id(Uuid::nil()), Column::Id));
        assert!(!fits(&number, Column::FirstName), "a number where words are");
        assert!(!fits(&text, Column::CreatedAt), "words where a time is");
        assert!(!fits(&Key::Text("A\0".into()), Column::FirstName), "PostgreSQL has no NUL in texts");
        assert!(!fits(&Key::Time(i64::MAX), Column::CreatedAt), "no calendar goes so far");
        assert!(!fits(&Key::Null, Column::CreatedAt), "it always has one");
    }
}
