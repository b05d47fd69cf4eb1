//! Finds leads and companies by any part (three characters and more) of their `search_text`, inside one agency.
//!
//! PostgreSQL: a trigram index that starts with the agency; ask with `search_text LIKE '%part%'`.
//! SQLite: a trigram FTS5 table beside each, kept by triggers; see [`sqlite`] for how to ask.

use sea_orm_migration::prelude::{DbErr, DeriveMigrationName, MigrationTrait, SchemaManager, async_trait};
use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend};

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: [&str; 2] = ["lead", "company"];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let is_postgres = manager.get_database_backend() == DbBackend::Postgres;
        let shared = if is_postgres { POSTGRES } else { SQLITE };
        manager.get_connection().execute_unprepared(shared).await?;
        for table in TABLES {
            let statement = if is_postgres { postgres(table) } else { sqlite(table) };
            manager.get_connection().execute_unprepared(&statement).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let is_postgres = manager.get_database_backend() == DbBackend::Postgres;
        for table in TABLES {
            let statement = if is_postgres { drop_postgres(table) } else { drop_sqlite(table) };
            manager.get_connection().execute_unprepared(&statement).await?;
        }
        if !is_postgres {
            manager.get_connection().execute_unprepared("DROP TABLE search_agency").await?;
        }
        Ok(())
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

/// Both are trusted extensions since PostgreSQL 13: the owner of the database may create them. They stay when the
/// change is undone, because they may have been there before.
const POSTGRES: &str = "CREATE EXTENSION IF NOT EXISTS pg_trgm; CREATE EXTENSION IF NOT EXISTS btree_gin";

fn postgres(table: &str) -> String {
    format!("CREATE INDEX ix_{table}_search ON {table} USING gin (agency_id, search_text gin_trgm_ops)")
}

fn drop_postgres(table: &str) -> String {
    format!("DROP INDEX ix_{table}_search")
}

/// A number per agency, and three characters that stand for it: one trigram, so one term of the index.
const SQLITE: &str = "
CREATE TABLE search_agency (
  number INTEGER PRIMARY KEY,
  agency_id uuid_text NOT NULL UNIQUE REFERENCES agency (id) ON DELETE CASCADE,
  tag text NOT NULL GENERATED ALWAYS AS (
    char(0x4E00 + (number >> 26 & 0x1FFF), 0x4E00 + (number >> 13 & 0x1FFF), 0x4E00 + (number & 0x1FFF))) VIRTUAL
)";

/// `<table>_search` numbers the documents of `<table>_fts` (ids are no row numbers). To ask for a part of the text:
///
/// ```sql
/// SELECT s.subject_id FROM lead_fts f JOIN lead_search s ON s.document = f.rowid
/// WHERE f.lead_fts MATCH 'agency:"<tag>" AND body:"<part, quotes doubled>"'
/// ```
///
/// where `<tag>` is `search_agency.tag` of the agency. Leads and companies are written inside a transaction, never by a
/// statement of its own: when such a statement fails after its triggers ran (a foreign key), FTS5 keeps the connection's
/// read lock, and the next writer waits for it in vain. A rollback lets go of it.
///
/// A row's agency never changes, so an update touches the text only.
fn sqlite(table: &str) -> String {
    let tag = "(SELECT tag FROM search_agency WHERE agency_id = new.agency_id)";
    let document = |row: &str| format!("(SELECT document FROM {table}_search WHERE subject_id = {row}.id)");
    format!(
        "CREATE TABLE {table}_search (document INTEGER PRIMARY KEY, subject_id uuid_text NOT NULL UNIQUE);
CREATE VIRTUAL TABLE {table}_fts USING fts5 (agency, body, content='', contentless_delete=1, tokenize='trigram');
CREATE TRIGGER {table}_search_insert AFTER INSERT ON {table} BEGIN
  INSERT OR IGNORE INTO search_agency (agency_id) VALUES (new.agency_id);
  INSERT INTO {table}_search (subject_id) VALUES (new.id);
  INSERT INTO {table}_fts (rowid, agency, body) VALUES ({new}, {tag}, new.search_text);
END;
CREATE TRIGGER {table}_search_update AFTER UPDATE OF search_text ON {table} WHEN new.search_text <> old.search_text BEGIN
  UPDATE {table}_fts SET agency = {tag}, body = new.search_text WHERE rowid = {new};
END;
CREATE TRIGGER {table}_search_delete AFTER DELETE ON {table} BEGIN
  DELETE FROM {table}_fts WHERE rowid = {old};
  DELETE FROM {table}_search WHERE subject_id = old.id;
END",
        new = document("new"),
        old = document("old"),
    )
}

fn drop_sqlite(table: &str) -> String {
    format!(
        "DROP TRIGGER {table}_search_insert; DROP TRIGGER {table}_search_update; DROP TRIGGER {table}_search_delete;
DROP TABLE {table}_fts; DROP TABLE {table}_search"
    )
}
