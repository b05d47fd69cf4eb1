//! What is to be written of each row.

use sea_orm::{ColumnTrait, ColumnType, IdenStatic};

/// How a column's value is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum As {
    Text,
    Number,
    BigNumber,
    Flag,
    /// RFC 3339, as the scalar `DateTime`.
    Time,
    /// With this prefix.
    Id(&'static str),
}

impl As {
    /// How values of this type of column are written; `None` for those that are not written here.
    #[must_use]
    pub fn of(kind: &ColumnType) -> Option<Self> {
        match kind {
            ColumnType::Char(_) | ColumnType::String(_) | ColumnType::Text | ColumnType::Enum { .. } => {
                Some(Self::Text)
            }
            ColumnType::Integer => Some(Self::Number),
            ColumnType::BigInteger => Some(Self::BigNumber),
            ColumnType::Boolean => Some(Self::Flag),
            ColumnType::TimestampWithTimeZone => Some(Self::Time),
            _ => None,
        }
    }
}

/// An object: its fields in the order of the answer, each under its key.
#[derive(Clone, Debug, Default)]
pub struct Object {
    pub fields: Vec<(String, Field)>,
}

/// What stands under a key.
#[derive(Clone, Debug)]
pub enum Field {
    Column(&'static str, As),
    /// Another row's object, or null.
    One(One, Object),
    /// This name: of the type.
    Name(&'static str),
    /// A text that is handed in for the row's id when the rows are written: in which of the maps.
    Later(usize),
}

/// The column of this name and type.
pub fn column(column: &impl ColumnTrait) -> Option<Field> {
    As::of(column.def().get_column_type()).map(|kind| Field::Column(column.as_str(), kind))
}

/// Which other row. Both rows are one agency's.
#[derive(Clone, Copy, Debug)]
pub enum One {
    /// The row of `table` whose id stands in the column `by` of this row; null when it is deleted, where `is_living` asks so.
    Named { table: &'static str, by: &'static str, is_living: bool },
    /// The row of `table` made last of those whose column `by` holds this row's id.
    Latest { table: &'static str, by: &'static str },
}

impl One {
    #[must_use]
    pub fn named<E: sea_orm::EntityName + Default>(by: impl IdenStatic) -> Self {
        Self::Named { table: E::default().table_name(), by: by.as_str(), is_living: false }
    }

    #[must_use]
    pub fn living<E: sea_orm::EntityName + Default>(by: impl IdenStatic) -> Self {
        Self::Named { table: E::default().table_name(), by: by.as_str(), is_living: true }
    }

    #[must_use]
    pub fn latest<E: sea_orm::EntityName + Default>(by: impl IdenStatic) -> Self {
        Self::Latest { table: E::default().table_name(), by: by.as_str() }
    }
}
