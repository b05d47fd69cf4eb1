//! What the database says its tables are, in the words of `entity::shape`.

use entity::shape::ColumnShape;
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, QueryResult, Statement};
use std::collections::BTreeMap;

/// Tables that no row type stands for: the history, the search indexes, the queue engine's own.
fn is_ours(table: &str) -> bool {
    let foreign = ["sqlite_", "seaql_", "river_", "search_"];
    let search = ["lead_search", "lead_fts", "company_search", "company_fts"];
    !foreign.iter().chain(&search).any(|start| table.starts_with(start))
}

/// Every table of ours with its columns, sorted.
pub async fn tables(connection: &DatabaseConnection) -> BTreeMap<String, Vec<ColumnShape>> {
    let sql = match connection.get_database_backend() {
        DbBackend::Postgres => {
            "SELECT c.table_name::text AS t, c.column_name::text AS c, c.data_type::text AS ty,
               c.is_nullable = 'YES' AS nullable,
               EXISTS (SELECT 1 FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
                 WHERE i.indisprimary AND i.indrelid = format('%I', c.table_name)::regclass AND a.attname = c.column_name) AS key
             FROM information_schema.columns c WHERE c.table_schema = current_schema()"
        }
        _ => {
            "SELECT m.name AS t, c.name AS c, c.type AS ty, c.\"notnull\" = 0 AS nullable, c.pk > 0 AS key
             FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table'"
        }
    };
    let mut found: BTreeMap<String, Vec<ColumnShape>> = BTreeMap::new();
    for row in rows(connection, sql).await {
        let table: String = get(&row, "t");
        let column = ColumnShape {
            name: get(&row, "c"),
            class: class(&get::<String>(&row, "ty")),
            is_nullable: get(&row, "nullable"),
            is_key: get(&row, "key"),
        };
        found.entry(table).or_default().push(column);
    }
    found.values_mut().for_each(|columns| columns.sort());
    found.into_iter().filter(|(table, _)| is_ours(table)).collect()
}

/// The words of both databases for one class.
fn class(type_name: &str) -> &'static str {
    match type_name.to_lowercase().as_str() {
        "uuid" | "uuid_text" => "uuid",
        "text" => "text",
        "integer" => "integer",
        "bigint" => "bigint",
        "double precision" | "double" => "double",
        "boolean" => "boolean",
        "bytea" | "blob" => "bytes",
        "jsonb" | "json_text" => "json",
        "timestamp with time zone" | "timestamp_text" => "instant",
        "date" | "date_text" => "date",
        _ => "unknown",
    }
}

/// Table and column of every check that lists values, with the values, sorted.
pub async fn values_allowed(connection: &DatabaseConnection) -> BTreeMap<(String, String), Vec<String>> {
    let (sql, column_of): (_, fn(&str) -> &str) = match connection.get_database_backend() {
        DbBackend::Postgres => (
            "SELECT conrelid::regclass::text AS t, pg_get_constraintdef(oid) AS d FROM pg_constraint
             WHERE contype = 'c' AND connamespace = current_schema()::regnamespace
               AND pg_get_constraintdef(oid) LIKE '%= ANY (ARRAY[%'",
            |check| check.trim_start_matches("CHECK ((").split(" = ANY").next().unwrap(),
        ),
        _ => (
            "SELECT m.name AS t, l.value AS d FROM sqlite_master m,
               json_each('[\"' || replace(replace(m.sql, '\"', ''), char(10), '\",\"') || '\"]') l
             WHERE m.type = 'table' AND l.value LIKE '%CHECK (% IN (%'",
            |line| line.trim().split(' ').next().unwrap(),
        ),
    };
    let mut found = BTreeMap::new();
    for row in rows(connection, sql).await {
        let (table, check): (String, String) = (get(&row, "t"), get(&row, "d"));
        let list = check.split_once("CHECK").unwrap().1;
        let mut values: Vec<String> = list.split('\'').skip(1).step_by(2).map(str::to_owned).collect();
        values.sort();
        found.insert(
            (table.trim_matches('"').to_owned(), column_of(&check).trim_matches('"').to_owned()),
            values,
        );
    }
    found
}

/// A foreign key.
#[derive(Debug)]
pub struct Reference {
    pub table: String,
    pub columns: Vec<String>,
    pub to: String,
    /// `NO ACTION`, `CASCADE`, …
    pub on_delete: String,
}

/// Every foreign key of our tables.
pub async fn references(connection: &DatabaseConnection) -> Vec<Reference> {
    let sql = match connection.get_database_backend() {
        DbBackend::Postgres => {
            "SELECT k.conrelid::regclass::text AS t, k.confrelid::regclass::text AS target,
               CASE k.confdeltype WHEN 'a' THEN 'NO ACTION' WHEN 'c' THEN 'CASCADE' ELSE 'another' END AS d,
               (SELECT string_agg(a.attname, ',' ORDER BY o.place) FROM unnest(k.conkey) WITH ORDINALITY o (number, place)
                 JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = o.number) AS c
             FROM pg_constraint k WHERE k.contype = 'f' AND k.connamespace = current_schema()::regnamespace"
        }
        _ => {
            "SELECT m.name AS t, f.\"table\" AS target, f.on_delete AS d, group_concat(f.\"from\", ',' ORDER BY f.seq) AS c
             FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) f WHERE m.type = 'table' GROUP BY m.name, f.id"
        }
    };
    let reference = |row: QueryResult| Reference {
        table: get::<String>(&row, "t").trim_matches('"').to_owned(),
        columns: get::<String>(&row, "c").split(',').map(str::to_owned).collect(),
        to: get::<String>(&row, "target").trim_matches('"').to_owned(),
        on_delete: get(&row, "d"),
    };
    let found = rows(connection, sql).await.into_iter().map(reference);
    found.filter(|reference| is_ours(&reference.table)).collect()
}

async fn rows(connection: &DatabaseConnection, sql: &str) -> Vec<QueryResult> {
    let statement = Statement::from_string(connection.get_database_backend(), sql);
    connection.query_all_raw(statement).await.unwrap()
}

fn get<T: sea_orm::TryGetable>(row: &QueryResult, name: &str) -> T {
    row.try_get("", name).unwrap()
}
