//! The limit of P5: the rows an import made, put into the same table with the same indexes by the least program there is.

use anyhow::Result;
use leadwire::kernel::{app::App, db::Pools};
use sqlx::{AssertSqlSafe, Connection, Row, TypeInfo, ValueRef};
use std::time::{Duration, Instant};

/// Rows of one statement on SQLite: the fastest of 1 to 500 tried.
const AT_ONCE: usize = 100;

pub async fn execute(app: &App, sql: &str) -> Result<()> {
    match app.db().pools() {
        Pools::Postgres(pool) => {
            sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(pool).await?;
        }
        Pools::Sqlite { write, .. } => {
            sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(write).await?;
        }
    }
    Ok(())
}

pub async fn one(app: &App, sql: &str) -> Result<i64> {
    let sql = AssertSqlSafe(sql.to_owned());
    Ok(match app.db().pools() {
        Pools::Postgres(pool) => sqlx::query(sql).fetch_one(pool).await?.get(0),
        Pools::Sqlite { write, .. } => sqlx::query(sql).fetch_one(write).await?.get(0),
    })
}

/// After everything was deleted: what was there takes no part.
pub async fn settle(app: &App) -> Result<()> {
    match app.db().pools() {
        Pools::Postgres(_) => {
            execute(app, "VACUUM ANALYZE lead, activity, lead_list_member, import_row, event, company").await
        }
        Pools::Sqlite { .. } => execute(app, "PRAGMA wal_checkpoint(TRUNCATE)").await,
    }
}

/// Keeps the rows the import made beside, and empties the tables.
pub async fn keep(app: &App) -> Result<()> {
    execute(app, "DROP TABLE IF EXISTS p5_kept").await?;
    execute(app, "CREATE TABLE p5_kept AS SELECT * FROM lead ORDER BY id").await?;
    for table in ["import_row", "lead_list_member", "activity", "lead"] {
        execute(app, &format!("DELETE FROM {table}")).await?;
    }
    settle(app).await
}

/// Puts them back.
pub async fn fill(app: &App) -> Result<Duration> {
    match app.db().pools() {
        Pools::Postgres(_) => copied(app).await,
        Pools::Sqlite { .. } => inserted(app).await,
    }
}

/// COPY, as a dump would be read in; writing it out is not counted.
async fn copied(app: &App) -> Result<Duration> {
    let Pools::Postgres(pool) = app.db().pools() else { unreachable!("asked by the one who knows") };
    let mut connection = pool.acquire().await?;
    let mut rows = Vec::new();
    {
        use futures_util::TryStreamExt;
        let mut out = connection.copy_out_raw("COPY p5_kept TO STDOUT").await?;
        while let Some(piece) = out.try_next().await? {
            rows.extend_from_slice(&piece);
        }
    }
    let began = Instant::now();
    let mut into = connection.copy_in_raw("COPY lead FROM STDIN").await?;
    for piece in rows.chunks(1 << 20) {
        into.send(piece).await?;
    }
    into.finish().await?;
    Ok(began.elapsed())
}

/// A prepared statement of many rows, in one transaction; reading them is not counted.
async fn inserted(app: &App) -> Result<Duration> {
    let Pools::Sqlite { write, .. } = app.db().pools() else { unreachable!("asked by the one who knows") };
    let mut connection = write.acquire().await?;
    let names: Vec<String> = sqlx::query("SELECT name FROM pragma_table_info('p5_kept')")
        .fetch_all(&mut *connection)
        .await?
        .into_iter()
        .map(|row| row.get(0))
        .collect();
    let all = sqlx::query("SELECT * FROM p5_kept ORDER BY id").fetch_all(&mut *connection).await?;
    let row = format!("({})", vec!["?"; names.len()].join(","));
    let quoted = names.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(",");
    let began = Instant::now();
    let mut tx = connection.begin().await?;
    for some in all.chunks(AT_ONCE) {
        let sql = format!("INSERT INTO lead ({quoted}) VALUES {}", vec![row.as_str(); some.len()].join(","));
        let mut query = sqlx::query(AssertSqlSafe(sql));
        for row in some {
            for name in &names {
                let value = row.try_get_raw(name.as_str())?;
                // Of a null it says what the column is declared as.
                if value.is_null() {
                    query = query.bind(None::<String>);
                    continue;
                }
                query = match value.type_info().name() {
                    "INTEGER" => query.bind(row.try_get::<i64, _>(name.as_str())?),
                    "BLOB" => query.bind(row.try_get::<Vec<u8>, _>(name.as_str())?),
                    _ => query.bind(row.try_get_unchecked::<String, _>(name.as_str())?),
                };
            }
        }
        query.execute(&mut *tx).await?;
    }
    tx.commit().await?;
    Ok(began.elapsed())
}
