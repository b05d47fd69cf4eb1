//! Is the process alive; may it be sent requests?

use crate::{http::doors::Doors, kernel::live::lag::lag};
use axum::{
    Json,
    extract::State,
    http::{StatusCode, header::CACHE_CONTROL},
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

/// A process this many events behind its log is not shown new clients.
const LAG: i64 = 5_000;

/// It answers: that is all.
pub async fn live() -> Response {
    ([(CACHE_CONTROL, "no-store")], Json(json!({ "status": "ok" }))).into_response()
}

/// 200 where requests can be served, else 503; with the reasons.
pub async fn ready(State(doors): State<Doors>) -> Response {
    let checks = checks(&doors).await;
    let is_ready = are_fine(&doors, &checks);
    let status = if is_ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let body = json!({
        "status": if is_ready { "ok" } else { "unavailable" },
        "version": env!("CARGO_PKG_VERSION"),
        "draining": doors.draining().is_cancelled(),
        "checks": checks,
    });
    (status, [(CACHE_CONTROL, "no-store")], Json(body)).into_response()
}

/// What [`ready`] says, for the metrics.
pub async fn is_ready(doors: &Doors) -> bool {
    are_fine(doors, &checks(doors).await)
}

fn are_fine(doors: &Doors, checks: &Value) -> bool {
    let all = ["database", "migrations", "events"];
    all.iter().all(|check| checks[check]["ok"] == true) && !doors.draining().is_cancelled()
}

async fn checks(doors: &Doors) -> Value {
    let (database, migrations, events) = tokio::join!(database(doors), migrations(doors), events(doors));
    json!({ "database": database, "migrations": migrations, "events": events })
}

async fn database(doors: &Doors) -> Value {
    let db = doors.app().db();
    let answers = db.ping().await.is_ok();
    json!({ "ok": answers && db.is_writable().await })
}

/// The schema is the one this process began with: another program may have changed it since.
async fn migrations(doors: &Doors) -> Value {
    match doors.schema_version().await {
        Ok((version, is_ours)) => json!({ "ok": is_ours, "version": version }),
        Err(_) => json!({ "ok": false }),
    }
}

async fn events(doors: &Doors) -> Value {
    match lag(doors.app()).await {
        Ok(lag) => json!({ "ok": lag.events < LAG, "behind": lag.events, "agencies": lag.agencies }),
        Err(_) => json!({ "ok": false }),
    }
}
