//! From `name?` and `name=value` to a column's definition, in each database's words.

use sea_orm_migration::sea_orm::DbBackend;

/// What a column holds.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Uuid,
    Text,
    Folded,
    Int,
    Big,
    Double,
    Bool,
    Bytes,
    Json,
    Time,
    Date,
}

impl Kind {
    /// SQLite's words say to people (and to the test that compares rows with tables) what its values cannot.
    fn words(self, db: DbBackend) -> &'static str {
        let (postgres, sqlite) = match self {
            Self::Uuid => ("uuid", "uuid_text"),
            Self::Text => ("text", "text"),
            Self::Folded => (r#"text COLLATE "C""#, "text COLLATE BINARY"),
            Self::Int => ("integer", "integer"),
            Self::Big => ("bigint", "bigint"),
            Self::Double => ("double precision", "double"),
            Self::Bool => ("boolean", "boolean"),
            Self::Bytes => ("bytea", "blob"),
            Self::Json => ("jsonb", "json_text"),
            Self::Time => ("timestamp with time zone", "timestamp_text"),
            Self::Date => ("date", "date_text"),
        };
        if db == DbBackend::Postgres { postgres } else { sqlite }
    }

    fn literal(self, value: &str) -> String {
        let is_bare = matches!(self, Self::Int | Self::Big | Self::Double | Self::Bool);
        if is_bare { value.to_owned() } else { format!("'{value}'") }
    }
}

/// A column.
pub fn column(db: DbBackend, notation: &str, kind: Kind) -> String {
    let name = plain(notation);
    let words = kind.words(db);
    let null = if notation.ends_with('?') { "" } else { " NOT NULL" };
    let default = notation.split_once('=').map(|(_, value)| format!(" DEFAULT {}", kind.literal(value)));
    format!("\"{name}\" {words}{null}{}", default.unwrap_or_default())
}

/// A text column that holds one of `values`.
pub fn one_of(db: DbBackend, notation: &str, values: &[&str]) -> String {
    let values = values.iter().map(|value| format!("'{value}'")).collect::<Vec<_>>().join(", ");
    format!("{} CHECK (\"{}\" IN ({values}))", column(db, notation, Kind::Text), plain(notation))
}

/// A foreign key from `columns` to the columns of the same role in `to`: the agency to the agency, the rest to the id.
pub fn reference(columns: &[&str], to: &str, on_delete: &str) -> String {
    let from = columns.iter().map(|column| format!("\"{}\"", plain(column))).collect::<Vec<_>>().join(", ");
    let target = if columns.len() == 2 { r#""agency_id", "id""# } else { r#""id""# };
    format!("FOREIGN KEY ({from}) REFERENCES \"{to}\" ({target}){on_delete}")
}

/// The name alone.
fn plain(notation: &str) -> &str {
    notation.split_once('=').map_or(notation, |(name, _)| name).trim_end_matches('?')
}
