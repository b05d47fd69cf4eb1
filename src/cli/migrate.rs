//! Bringing a database to this program's schema: ours, then River's, then the wall around both.

use super::{args::Global, boot::Boot};
use crate::kernel::{
    db::{Db, Pools},
    error::{Error, Result},
};
use migration::{Migrator, MigratorTrait, rls};
use riverqueue::migrate::{PostgresMigrator, SqliteMigrator};
use sea_orm::{SqlxPostgresConnector, SqlxSqliteConnector};
use sqlx::PgConnection;

/// The advisory lock of whoever changes the schema.
const LOCK: &str = "SELECT pg_advisory_lock(27767, 21)";

/// Applies what is missing; does nothing when nothing is. Refuses a database that a newer program has changed.
pub async fn migrate(db: &Db) -> Result<()> {
    let turn = turn(db).await?;
    let connection = match db.pools() {
        Pools::Postgres(pool) => SqlxPostgresConnector::from_sqlx_postgres_pool(pool.clone()),
        Pools::Sqlite { write, .. } => SqlxSqliteConnector::from_sqlx_sqlite_pool(write.clone()),
    };
    rls::protect_later(&connection).await?;
    Migrator::up(&connection, None).await.map_err(newer)?;
    match db.pools() {
        Pools::Postgres(pool) => PostgresMigrator::new(pool.clone()).migrate_up().await.map(|_| ()),
        Pools::Sqlite { write, .. } => SqliteMigrator::new(write.clone()).migrate_up().await.map(|_| ()),
    }
    .map_err(Error::internal)?;
    // Again, now that River's tables are there too; and where the role came, or the owner changed, since the last time.
    rls::protect(&connection).await?;
    drop(turn);
    Ok(())
}

/// PostgreSQL: processes that are started together change the schema one after the other, and all but the first find it done.
/// Given back when the session is dropped, or when the process dies.
async fn turn(db: &Db) -> Result<Option<PgConnection>> {
    let Pools::Postgres(pool) = db.pools() else { return Ok(None) };
    let mut session = pool.acquire().await?.detach();
    sqlx::query(LOCK).execute(&mut session).await?;
    Ok(Some(session))
}

/// The migrator's word for "applied, but not known to me" is that its file is missing.
fn newer(cause: sea_orm::DbErr) -> Error {
    if cause.to_string().contains("missing") {
        return Error::conflict("This database was made by a newer leadwire: update the program.");
    }
    cause.into()
}

/// `leadwire migrate`.
pub async fn run(global: &Global) -> anyhow::Result<()> {
    let app = Boot::ready(global, serde_json::json!({})).await?.app().await?;
    println!("The database is at this program's schema.");
    app.db().close().await;
    Ok(())
}
