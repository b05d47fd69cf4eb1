//! A database of its own and an `App` on it, as `leadwire serve` would put it together.

use crate::postgres;
use anyhow::Result;
use entity::ids::AgencyId;
use leadwire::{cli, kernel::app::App};
use sqlx::{Connection, PgConnection, PgPool, postgres::PgPoolOptions};

/// A fresh PostgreSQL database, by name.
pub async fn database(name: &str) -> Result<String> {
    let mut admin = PgConnection::connect(&postgres::url("postgres")).await?;
    sqlx::raw_sql(sqlx::AssertSqlSafe(format!("CREATE DATABASE {name}"))).execute(&mut admin).await?;
    Ok(postgres::url(name))
}

/// Leadwire on that database, migrated.
pub async fn leadwire(url: &str, folder: &std::path::Path) -> Result<App> {
    let global = cli::Global {
        database_url: Some(url.to_owned()),
        data_dir: Some(folder.to_owned()),
        ..cli::Global::default()
    };
    let flags = serde_json::json!({ "log": { "filter": "error" } });
    let wire = |wiring: &mut _| crate::p6::wire(wiring);
    cli::boot::Boot::read(&global, flags)?.app_with(wire).await
}

/// What a bare program would use on the same database.
pub async fn pool(url: &str) -> Result<PgPool> {
    Ok(PgPoolOptions::new().max_connections(16).connect(url).await?)
}

/// Agencies with nothing in them.
pub async fn agencies(pool: &PgPool, count: usize) -> Result<Vec<AgencyId>> {
    let mut made = Vec::new();
    for _ in 0..count {
        let id = AgencyId::new();
        let sql = "INSERT INTO agency (id, name, slug, created_at, updated_at) VALUES ($1, 'Bench', $2, now(), now())";
        sqlx::query(sql).bind(id.0).bind(id.0.to_string()).execute(pool).await?;
        made.push(id);
    }
    Ok(made)
}
