//! The history can be walked up, down and up again, and its tables are the ones the rows believe in.

use crate::support::database::{TestDatabase, backend};
use crate::support::tables::{tables, values_allowed};
use entity::shape::TableShape;
use futures_util::future::join_all;
use leadwire::{cli::migrate::migrate, kernel::db::Db};
use migration::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, Statement};
use std::collections::BTreeMap;

/// Changes that SQLite has nothing for.
const POSTGRES_ONLY: [&str; 2] = ["m0022_rls", "m0027_leaves"];

#[tokio::test]
async fn up_down_and_up_again_makes_the_same_tables() {
    let database = TestDatabase::empty().await;
    let connection = database.connect().await;
    let nothing = everything(&connection).await;

    Migrator::up(&connection, None).await.unwrap();
    let first = everything(&connection).await;
    Migrator::down(&connection, None).await.unwrap();
    assert_eq!(everything(&connection).await, nothing, "down leaves nothing behind");
    Migrator::up(&connection, None).await.unwrap();
    assert_eq!(everything(&connection).await, first);
    assert!(first.len() > 150, "tables, indexes and triggers were seen: {}", first.len());
}

#[tokio::test]
async fn processes_that_are_started_together_find_the_schema_done() {
    if backend() == DbBackend::Sqlite {
        return;
    }
    let database = TestDatabase::empty().await;
    let all = (0..3).map(|_| async {
        let db = Db::connect(&database.url, 2).await?;
        migrate(&db).await
    });
    for done in join_all(all).await {
        done.unwrap();
    }
}

#[tokio::test]
async fn every_single_change_can_be_undone() {
    let database = TestDatabase::empty().await;
    let connection = database.connect().await;
    for change in Migrator::migrations() {
        let before = everything(&connection).await;
        Migrator::up(&connection, Some(1)).await.unwrap();
        let after = everything(&connection).await;
        Migrator::down(&connection, Some(1)).await.unwrap();
        assert_eq!(everything(&connection).await, before);
        Migrator::up(&connection, Some(1)).await.unwrap();
        let is_elsewhere = backend() == DbBackend::Sqlite && POSTGRES_ONLY.contains(&change.name());
        assert!(is_elsewhere || after != before, "{} changes something", change.name());
    }
}

#[tokio::test]
async fn rows_and_tables_agree() {
    let database = TestDatabase::fresh().await;
    let stored = tables(&database.connect().await).await;
    let believed: BTreeMap<String, TableShape> =
        entity::all().into_iter().map(|table| (table.name.clone(), table)).collect();
    assert_eq!(stored.keys().collect::<Vec<_>>(), believed.keys().collect::<Vec<_>>());
    for (name, mut table) in believed {
        table.columns.sort();
        assert_eq!(stored[&name], table.columns, "table {name}");
    }
    assert!(stored.len() >= 41, "looked at {}", stored.len());
}

#[tokio::test]
async fn rows_and_checks_agree_on_every_enum() {
    let database = TestDatabase::fresh().await;
    let mut allowed = values_allowed(&database.connect().await).await;
    for (table, column, mut values) in crate::support::enums::all() {
        values.sort();
        assert_eq!(allowed.remove(&(table.into(), column.into())), Some(values), "{table}.{column}");
    }
    allowed.retain(|(table, _), _| !table.starts_with("river_"));
    assert!(allowed.is_empty(), "checks without an enum: {allowed:?}");
}

#[tokio::test]
async fn text_that_orders_is_compared_byte_by_byte() {
    if backend() == DbBackend::Sqlite {
        return assert_binary_on_sqlite().await;
    }
    let database = TestDatabase::fresh().await;
    let sql = "SELECT table_name || '.' || column_name AS name, coalesce(collation_name, '') AS collation
        FROM information_schema.columns WHERE table_schema = current_schema() AND
        (column_name LIKE '%_folded' OR column_name IN ('sort_name', 'position', 'search_text'))";
    let rows = query(&database.connect().await, sql).await;
    assert!(rows.len() >= 11, "looked at {}", rows.len());
    for row in rows {
        let (name, collation): (String, String) = (get(&row, "name"), get(&row, "collation"));
        assert_eq!(collation, "C", "{name}");
    }
}

/// SQLite compares bytes unless told otherwise: nobody tells it.
async fn assert_binary_on_sqlite() {
    let database = TestDatabase::fresh().await;
    let rows = query(&database.connect().await, "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL").await;
    let collated = rows.iter().map(|row| get::<String>(row, "sql")).filter(|sql| sql.contains("COLLATE"));
    for sql in collated {
        let others = sql.replace("COLLATE BINARY", "");
        assert!(!others.contains("COLLATE"), "{sql}");
    }
}

/// Every table, column, index, trigger and sequence, as the database describes it.
async fn everything(connection: &DatabaseConnection) -> Vec<String> {
    let sql = match connection.get_database_backend() {
        DbBackend::Postgres => {
            "SELECT indexdef AS it FROM pg_indexes WHERE schemaname = current_schema() AND tablename <> 'seaql_migrations'
             UNION ALL SELECT conrelid::regclass || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
               WHERE connamespace = current_schema()::regnamespace AND conrelid <> 0
                 AND conrelid::regclass::text <> 'seaql_migrations'
             UNION ALL SELECT relkind::text || relname::text FROM pg_class WHERE relnamespace = current_schema()::regnamespace
               AND relname NOT LIKE 'seaql%'
             UNION ALL SELECT table_name::text || '.' || column_name::text || ' ' || data_type::text || coalesce(' ' || column_default::text, '')
               FROM information_schema.columns WHERE table_schema = current_schema() AND table_name NOT LIKE 'seaql%'
             UNION ALL SELECT polrelid::regclass || ' policy ' || polname || ' ' || polcmd::text || ' ' || coalesce(pg_get_expr(polqual, polrelid), '')
               FROM pg_policy
             UNION ALL SELECT relname || ' forces' FROM pg_class WHERE relforcerowsecurity
             UNION ALL SELECT relname || ' ' || relacl::text FROM pg_class WHERE relnamespace = current_schema()::regnamespace
               AND relacl::text LIKE '%leadwire_app%' ORDER BY 1"
        }
        _ => {
            "SELECT type || ' ' || name || ' ' || coalesce(sql, '') AS it FROM sqlite_master
             WHERE tbl_name NOT IN ('seaql_migrations', 'sqlite_sequence') ORDER BY 1"
        }
    };
    query(connection, sql).await.iter().map(|row| get(row, "it")).collect()
}

async fn query(connection: &DatabaseConnection, sql: &str) -> Vec<sea_orm::QueryResult> {
    let statement = Statement::from_string(connection.get_database_backend(), sql);
    connection.query_all_raw(statement).await.unwrap()
}

fn get<T: sea_orm::TryGetable>(row: &sea_orm::QueryResult, name: &str) -> T {
    row.try_get("", name).unwrap()
}
