//! `/metrics`: what was counted, and what is measured when somebody looks.

use super::{health, memory, metrics::recorder};
use crate::{
    http::doors::Doors,
    kernel::{live::lag::lag, provider::open_breakers, queue::depth::depth},
};
use axum::{
    extract::State,
    http::{StatusCode, header::CONTENT_TYPE},
    response::{IntoResponse, Response},
};
use metrics::{describe_gauge, gauge};
use metrics_process::Collector;
use sea_orm::ActiveEnum;

/// Prometheus' text format.
pub async fn metrics(State(doors): State<Doors>) -> Response {
    let Some(recorder) = recorder() else { return StatusCode::NOT_IMPLEMENTED.into_response() };
    describe();
    Collector::default().collect();
    gauge!("leadwire_ready").set(f64::from(u8::from(health::is_ready(&doors).await)));
    gauge!("leadwire_memory_limit_bytes").set(memory::limit_bytes());
    pool(&doors);
    breakers(&doors).await;
    queue(&doors).await;
    events(&doors).await;
    recorder.run_upkeep();
    ([(CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], recorder.render()).into_response()
}

fn describe() {
    Collector::default().describe();
    describe_gauge!("leadwire_ready", "1 while this process may be sent requests, else 0.");
    describe_gauge!(
        "leadwire_memory_limit_bytes",
        "Memory this process may use: its control group's limit, or the machine's."
    );
    describe_gauge!(
        "leadwire_provider_breakers_open",
        "Provider accounts that are not asked any more, because they fail."
    );
    describe_gauge!("leadwire_pool_connections", "Database connections in use.");
    describe_gauge!("leadwire_pool_connections_max", "Database connections at most.");
    describe_gauge!("leadwire_queue_tasks", "Background tasks that are not finished, by status.");
    describe_gauge!("leadwire_queue_oldest_seconds", "How long the first of them has been due, by status.");
    describe_gauge!("leadwire_event_tails", "Agencies whose events this process follows.");
    describe_gauge!("leadwire_event_lag", "Events written but not read by this process's followers.");
}

fn pool(doors: &Doors) {
    let (used, most) = doors.app().db().usage();
    gauge!("leadwire_pool_connections").set(f64::from(used));
    gauge!("leadwire_pool_connections_max").set(f64::from(most));
}

async fn breakers(doors: &Doors) {
    let Ok(open) = open_breakers(doors.app()).await else { return };
    gauge!("leadwire_provider_breakers_open").set(number(open));
}

async fn queue(doors: &Doors) {
    use entity::background_task::TaskStatus as S;
    let Ok(found) = depth(doors.app()).await else { return };
    // Every status is set, so that an emptied one does not keep its last number.
    for status in [S::Queued, S::Admitted, S::Running, S::Retrying, S::Dead] {
        let row = found.iter().find(|row| row.status == status);
        let age = row.map_or(0, |row| (doors.app().now() - row.oldest_at).num_seconds().max(0));
        let label = status.to_value();
        gauge!("leadwire_queue_tasks", "status" => label.clone()).set(number(row.map_or(0, |row| row.tasks)));
        gauge!("leadwire_queue_oldest_seconds", "status" => label).set(number(age));
    }
}

async fn events(doors: &Doors) {
    let Ok(lag) = lag(doors.app()).await else { return };
    gauge!("leadwire_event_tails").set(number(i64::try_from(lag.agencies).unwrap_or(i64::MAX)));
    gauge!("leadwire_event_lag").set(number(lag.events));
}

/// Counts far below 2^53.
#[expect(clippy::cast_precision_loss, reason = "a gauge is a float; counts are small")]
fn number(count: i64) -> f64 {
    count as f64
}
