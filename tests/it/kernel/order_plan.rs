//! P9: whatever a list may be sorted by stands in an index, either way, so that a page costs the same however many rows there are.

use crate::support::database::{TestDatabase, backend};
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, Statement};
use uuid::Uuid;

const LIVING: &str = "deleted_at IS NULL";
const ALL: &str = "1 = 1";

/// Table, which of its rows are listed, and what they may be sorted by; `?`: may be null, and comes last then.
const ORDERS: &[(&str, &str, &[&str])] = &[
    ("api_key", ALL, &["created_at"]),
    ("audit_entry", ALL, &["at"]),
    ("budget", ALL, &["created_at"]),
    ("campaign", LIVING, &["created_at", "updated_at", "name_folded"]),
    ("company", ALL, &["created_at", "updated_at", "name_folded"]),
    ("credit_entry", ALL, &["at"]),
    ("data_source", LIVING, &["created_at", "name_folded"]),
    ("import", ALL, &["created_at"]),
    ("invitation", ALL, &["created_at"]),
    ("job", ALL, &["created_at"]),
    ("lead", LIVING, &["created_at", "updated_at", "sort_name", "score?", "last_activity_at?"]),
    ("lead", "deleted_at IS NOT NULL", &["created_at"]),
    ("lead_list", LIVING, &["created_at", "name_folded"]),
    ("lead_request", ALL, &["created_at"]),
    ("pipeline", ALL, &["created_at", "name_folded"]),
    ("prospect", ALL, &["rank?", "score?", "created_at"]),
    ("schedule", LIVING, &["created_at"]),
    ("suppression", ALL, &["created_at"]),
    ("suppression", "kind = 'EMAIL'", &["created_at"]),
    ("suppression", "source = 'MANUAL'", &["created_at"]),
    ("import", "status = 'APPLIED'", &["created_at"]),
    ("task", ALL, &["due_at?", "created_at"]),
    ("webhook_delivery", ALL, &["created_at"]),
    ("webhook_endpoint", LIVING, &["created_at"]),
    ("workspace", LIVING, &["created_at", "name_folded"]),
];

#[tokio::test]
async fn every_order_that_is_offered_stands_in_an_index() {
    let database = TestDatabase::fresh().await;
    let db = planning(&database).await;
    let (mut asked, mut sorted) = (0, Vec::new());
    for (table, which, columns) in ORDERS {
        for column in *columns {
            for way in ["ASC", "DESC"] {
                let nulls = if column.ends_with('?') { " NULLS LAST" } else { "" };
                let column = column.trim_end_matches('?');
                let query = format!(
                    "SELECT id FROM {table} WHERE agency_id = '{}' AND {which} ORDER BY {column} {way}{nulls}, id {way} LIMIT 26",
                    Uuid::nil()
                );
                let plan = plan(&db, &query).await;
                asked += 1;
                if plan.contains("TEMP B-TREE") || plan.contains("Sort") || !plan.contains("agency_id") {
                    sorted.push(format!("{query}\n{plan}"));
                }
            }
        }
    }
    assert!(asked >= 80, "asked {asked} times only");
    assert!(sorted.is_empty(), "{}", sorted.join("\n"));
}

/// A pool whose planner takes an index wherever there is one: the tables are empty, and would be read and sorted otherwise.
async fn planning(database: &TestDatabase) -> DatabaseConnection {
    let db = database.connect().await;
    if backend() == DbBackend::Sqlite {
        return db;
    }
    for setting in ["enable_sort", "enable_incremental_sort", "enable_seqscan", "enable_bitmapscan"] {
        let off = format!(
            "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET {setting} = off', current_database()); END $$"
        );
        db.execute_unprepared(&off).await.unwrap();
    }
    database.connect().await
}

async fn plan(db: &DatabaseConnection, query: &str) -> String {
    let (explain, column) = match backend() {
        DbBackend::Sqlite => ("EXPLAIN QUERY PLAN", "detail"),
        _ => ("EXPLAIN", "QUERY PLAN"),
    };
    let statement = Statement::from_string(backend(), format!("{explain} {query}"));
    let rows = db.query_all_raw(statement).await.unwrap();
    rows.iter().map(|row| row.try_get::<String>("", column).unwrap() + "\n").collect()
}
