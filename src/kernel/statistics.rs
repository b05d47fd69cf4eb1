//! PostgreSQL plans by what it counted when it last looked at a table, which it does once a minute at most. A table that a bulk
//! write makes from little stays little to it meanwhile, and a look for a thousand keys reads all rows of the agency: 200 ms
//! where the index needs 7, and more with every row. Its manual asks to count after a bulk write; here that is done along the way.

use super::{app::App, error::Result};
use sea_orm::{ConnectionTrait, DbBackend, Statement};

/// Has the database count these tables anew where `written` rows are more than twice what it knows of.
pub async fn keep_up(app: &App, tables: &[&'static str], written: i64) -> Result<()> {
    let platform = app.db().platform();
    if platform.get_database_backend() != DbBackend::Postgres {
        return Ok(());
    }
    let names: Vec<String> = tables.iter().map(|table| format!("'\"{table}\"'::regclass")).collect();
    // Of a table that was never counted it knows -1.
    let known = "CASE WHEN reltuples < 0 THEN 0 ELSE reltuples * 2 END";
    // Some of them do not grow with what is written: those are not counted again before they are half as long again.
    let ask = format!(
        "SELECT relname::text AS name FROM pg_class WHERE oid IN ({}) AND {known} < $1::bigint \
         AND 2 * pg_relation_size(oid) > 3 * relpages::bigint * current_setting('block_size')::bigint",
        names.join(", ")
    );
    let ask = Statement::from_sql_and_values(DbBackend::Postgres, ask, [written.into()]);
    for row in platform.query_all_raw(ask).await? {
        let name: String = row.try_get("", "name")?;
        // Who holds the table (a vacuum, an index being made) is not waited for: the write goes on without.
        platform.execute_unprepared(&format!("ANALYZE (SKIP_LOCKED) \"{name}\"")).await?;
    }
    Ok(())
}
