//! A database of its own and an `App` on it, as `leadwire serve` would put it together.

use crate::postgres;
use anyhow::{Context, Result};
use leadwire::{
    cli,
    identity::caller::{self, Credentials},
    kernel::{app::App, caller::Origin, scope::Scope},
};
use sqlx::{Connection, PgConnection, PgPool, postgres::PgPoolOptions};
use std::path::Path;

/// Connections of each program to its database.
pub const CONNECTIONS: u32 = 16;

/// A fresh PostgreSQL database, by name.
pub async fn database(name: &str) -> Result<String> {
    let mut admin = PgConnection::connect(&postgres::url("postgres")).await?;
    sqlx::raw_sql(sqlx::AssertSqlSafe(format!("CREATE DATABASE {name}"))).execute(&mut admin).await?;
    Ok(postgres::url(name))
}

/// The same, of a login that may not take the agencies' role: there is no wall then but the program's own filter.
pub async fn open_database(name: &str) -> Result<String> {
    let mut admin = PgConnection::connect(&postgres::url("postgres")).await?;
    for make in [
        format!("CREATE ROLE {name}_owner LOGIN"),
        // The seed does without triggers. From PostgreSQL 15 on this can be given.
        format!("GRANT SET ON PARAMETER session_replication_role TO {name}_owner"),
        format!("CREATE DATABASE {name} OWNER {name}_owner"),
    ] {
        sqlx::raw_sql(sqlx::AssertSqlSafe(make)).execute(&mut admin).await?;
    }
    Ok(postgres::url(name).replacen("leadwire@", &format!("{name}_owner@"), 1))
}

/// Leadwire on that database, migrated. Nobody's budget is measured here, so everybody's is large.
pub async fn leadwire(url: &str, folder: &Path) -> Result<App> {
    let global = cli::Global {
        database_url: Some(url.to_owned()),
        data_dir: Some(folder.to_owned()),
        ..cli::Global::default()
    };
    let flags = serde_json::json!({
        "log": { "filter": "error" },
        "database": { "max_connections": CONNECTIONS },
        "auth": { "access_token_seconds": 86_400 },
        "limits": {
            "cost_per_minute": 1_000_000_000, "reads_per_minute": 1_000_000_000, "writes_per_minute": 1_000_000_000,
            "paid_per_minute": 1_000_000_000, "sign_ins_per_minute": 1_000_000_000, "streams_per_minute": 1_000_000_000,
        },
        "live": { "sockets_per_user": 1_000 },
    });
    let wire = |wiring: &mut _| {
        crate::p3::wire(wiring);
        crate::p6::wire(wiring);
    };
    cli::boot::Boot::read(&global, flags)?.app_with(wire).await
}

/// What a bare program would use on the same database.
pub async fn pool(url: &str) -> Result<PgPool> {
    Ok(PgPoolOptions::new().max_connections(CONNECTIONS).connect(url).await?)
}

/// Who a token belongs to, as the doors find out.
pub async fn scope(app: &App, token: &str) -> Result<Scope> {
    let credentials =
        Credentials { authorization: Some(format!("Bearer {token}")), ..Credentials::default() };
    let caller = caller::resolve(app, &credentials, Origin::default()).await?;
    caller.scope.context("a member of one agency")
}
