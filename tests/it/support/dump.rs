//! Everything a database holds, to see that nothing changed.

use crate::support::tables;
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, Statement};
use std::collections::BTreeMap;

/// Every row of every table of ours as text, by table.
pub type Dump = BTreeMap<String, Vec<String>>;

/// Reads it all.
pub async fn everything(db: &DatabaseConnection) -> Dump {
    let mut all = Dump::new();
    for (table, columns) in tables::tables(db).await {
        let sql = match db.get_database_backend() {
            DbBackend::Postgres => format!("SELECT t::text AS row FROM \"{table}\" t ORDER BY 1"),
            _ => {
                let each: Vec<_> =
                    columns.iter().map(|column| format!("quote(\"{}\")", column.name)).collect();
                format!("SELECT {} AS row FROM \"{table}\" ORDER BY 1", each.join(" || '|' || "))
            }
        };
        let rows =
            db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await.expect("read");
        all.insert(table, rows.iter().map(|row| row.try_get("", "row").expect("text")).collect());
    }
    all
}

/// What is in one of them only: `+ table: row`, `- table: row`.
pub fn difference(before: &Dump, after: &Dump) -> Vec<String> {
    let missing = |of: &Dump, from: &Dump, sign: &str| -> Vec<String> {
        let rows = of.iter().flat_map(|(table, rows)| rows.iter().map(move |row| (table, row)));
        let gone = rows.filter(|(table, row)| !from.get(*table).is_some_and(|rows| rows.contains(row)));
        gone.map(|(table, row)| format!("{sign} {table}: {row}")).collect()
    };
    [missing(before, after, "-"), missing(after, before, "+")].concat()
}
