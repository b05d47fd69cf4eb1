//! PostgreSQL plans by what it counted when it last looked at a table, which it does once a minute at most. A table that a bulk
//! write makes from little stays little to it meanwhile, and a look for a thousand keys reads all rows of the agency: 200 ms
//! where the index needs 7, and more with every row. Its manual asks to count after a bulk write; here that is done along the way.

use super::{app::App, error::Result};
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use tokio::task::JoinHandle;

/// A table that grows with what is written, and its columns that are looked into meanwhile (none: all of them). The fewer
/// are counted, the quicker it is; the others are counted when PostgreSQL looks by itself.
pub type Grown = (&'static str, &'static [&'static str]);

/// Has tables counted anew beside a bulk write, which does not wait for it.
#[derive(Debug, Default)]
pub struct Statistics(Option<JoinHandle<()>>);

impl Statistics {
    /// Counts tables anew where `written` rows are more than twice what PostgreSQL knows of, unless that is under way.
    pub fn keep_up(&mut self, app: &App, tables: &'static [Grown], written: i64) {
        let is_postgres = app.db().platform().get_database_backend() == DbBackend::Postgres;
        let is_under_way = self.0.as_ref().is_some_and(|under_way| !under_way.is_finished());
        if !is_postgres || written <= 0 || is_under_way {
            return;
        }
        let app = app.clone();
        // It only makes things quicker: nobody fails by it.
        self.0 = Some(tokio::spawn(async move {
            if let Err(error) = count(&app, tables, written).await {
                tracing::warn!(%error, "tables could not be counted anew; the write goes on");
            }
        }));
    }
}

async fn count(app: &App, tables: &[Grown], written: i64) -> Result<()> {
    let platform = app.db().platform();
    let names: Vec<String> = tables.iter().map(|(table, _)| format!("'\"{table}\"'::regclass")).collect();
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
        let columns = tables.iter().find(|(table, _)| *table == name).map_or(&[][..], |(_, columns)| columns);
        let columns = if columns.is_empty() { String::new() } else { format!(" ({})", columns.join(", ")) };
        // Who holds the table (a vacuum, an index being made) is not waited for: the write goes on without.
        platform.execute_unprepared(&format!("ANALYZE (SKIP_LOCKED) \"{name}\"{columns}")).await?;
    }
    Ok(())
}
