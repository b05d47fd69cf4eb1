//! The limit of P1 and P2: behind a bare route and the same authentication, one hand-written statement that builds the
//! whole answer for the caller's agency.

use crate::{app::CONNECTIONS, reads};
use anyhow::{Result, bail};
use axum::{
    Router,
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
    routing::post,
};
use leadwire::{
    identity::caller::{self, Credentials},
    kernel::{app::App, caller::Origin, db::Pools},
};
use sqlx::{PgPool, postgres::PgPoolOptions};

#[derive(Clone)]
struct Bare {
    app: App,
    pool: PgPool,
    sql: &'static str,
}

/// One route per question.
pub fn router(app: App) -> Result<Router> {
    let Pools::Postgres(pool) = app.db().pools() else { bail!("this is measured on PostgreSQL") };
    // Leadwire shares its connections out, half for agencies' reads; the bare program has as many for one thing.
    let pool = PgPoolOptions::new()
        .max_connections(CONNECTIONS)
        .test_before_acquire(false)
        .connect_lazy_with(pool.connect_options().as_ref().clone());
    Ok(reads::ALL.iter().fold(Router::new(), |router, read| {
        let state = Bare { app: app.clone(), pool: pool.clone(), sql: read.sql };
        router.route(read.path, post(answer).with_state(state))
    }))
}

async fn answer(State(bare): State<Bare>, headers: HeaderMap) -> Response {
    match found(&bare, &headers).await {
        Ok(json) => ([(header::CONTENT_TYPE, "application/json")], json).into_response(),
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, format!("{error:#}")).into_response(),
    }
}

async fn found(bare: &Bare, headers: &HeaderMap) -> Result<String> {
    let authorization = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let credentials =
        Credentials { authorization: authorization.map(str::to_owned), ..Credentials::default() };
    let caller = caller::resolve(&bare.app, &credentials, Origin::default()).await?;
    let agency = caller.scope()?.agency();
    Ok(sqlx::query_scalar(bare.sql).bind(agency.0).fetch_one(&bare.pool).await?)
}
