//! Bringing a database to this program's schema: ours, then River's, then the wall around both.

use super::{args::Global, boot::Boot};
use crate::kernel::{
    db::{Db, Pools},
    error::{Error, Result},
};
use migration::{Migrator, MigratorTrait, rls};
use riverqueue::migrate::{PostgresMigrator, SqliteMigrator};
use sea_orm::{SqlxPostgresConnector, SqlxSqliteConnector};

/// Applies what is missing; does nothing when nothing is. Refuses a database that a newer program has changed.
pub async fn migrate(db: &Db) -> Result<()> {
    let connection = match db.pools() {
        Pools::Postgres(pool) => SqlxPostgresConnector::from_sqlx_postgres_pool(pool.clone()),
        Pools::Sqlite { write, .. } => SqlxSqliteConnector::from_sqlx_sqlite_pool(write.clone()),
    };
    Migrator::up(&connection, None).await.map_err(newer)?;
    match db.pools() {
        Pools::Postgres(pool) => PostgresMigrator::new(pool.clone()).migrate_up().await.map(|_| ()),
        Pools::Sqlite { write, .. } => SqliteMigrator::new(write.clone()).migrate_up().await.map(|_| ()),
    }
    .map_err(Error::internal)?;
    // Again, now that River's tables are there too; and where the role came, or the owner changed, since the last time.
    rls::protect(&connection).await?;
    Ok(())
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
