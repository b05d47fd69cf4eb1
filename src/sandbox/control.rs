//! The sandbox's own API: turn the knobs, read the book.

use super::{gate::Gate, settings::SandboxSettings, wire::answer};
use axum::{Router, body::Bytes, extract::State, response::Response, routing::get};
use serde_json::{Value, json};
use std::sync::Arc;

/// `/knobs` and `/calls`.
pub fn routes(gate: Arc<Gate>) -> Router {
    Router::new()
        .route("/knobs", get(show_knobs).put(turn_knobs))
        .route("/calls", get(show_calls).delete(clear_calls))
        .with_state(gate)
}

async fn show_knobs(State(gate): State<Arc<Gate>>) -> Response {
    answer(200, &json!(gate.settings()))
}

/// Knobs that are absent stay; `null` puts one back to where it is without the setting.
async fn turn_knobs(State(gate): State<Arc<Gate>>, body: Bytes) -> Response {
    let Ok(patch) = serde_json::from_slice::<Value>(&body) else { return refuse("body", "is not JSON") };
    let mut knobs = json!(gate.settings());
    merge(&mut knobs, patch);
    let settings: SandboxSettings = match serde_json::from_value(knobs) {
        Ok(settings) => settings,
        Err(error) => return refuse("body", &error.to_string()),
    };
    if let Err(error) = settings.check() {
        return refuse(error.field, error.reason);
    }
    gate.turn(settings.clone());
    answer(200, &json!(settings))
}

async fn show_calls(State(gate): State<Arc<Gate>>) -> Response {
    answer(200, &gate.ledger.show())
}

async fn clear_calls(State(gate): State<Arc<Gate>>) -> Response {
    gate.ledger.clear();
    answer(200, &gate.ledger.show())
}

fn refuse(field: &str, reason: &str) -> Response {
    answer(400, &json!({"error": {"field": field, "message": reason}}))
}

/// JSON merge patch (RFC 7386).
fn merge(target: &mut Value, patch: Value) {
    match (target, patch) {
        (Value::Object(fields), Value::Object(changes)) => {
            for (name, change) in changes {
                if change.is_null() {
                    fields.remove(&name);
                } else {
                    merge(fields.entry(name).or_insert_with(|| json!({})), change);
                }
            }
        }
        (target, patch) => *target = patch,
    }
}
