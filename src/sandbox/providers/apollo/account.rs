//! What Apollo says about the key itself, and about requests it answers later.

use crate::sandbox::{gate::Desk, wire::answer};
use axum::{Extension, extract::Path, response::Response};
use serde_json::json;

/// 200 even for a bad key: the body tells.
pub async fn health(Extension(desk): Extension<Desk>) -> Response {
    let is_known = !desk.account.starts_with("bad") && desk.account != "anonymous";
    answer(200, &json!({"healthy": true, "is_logged_in": is_known}))
}

pub async fn profile(Extension(desk): Extension<Desk>) -> Response {
    let left = if desk.account.starts_with("broke") { 0 } else { 10_000 };
    answer(
        200,
        &json!({
            "id": "66f0ffffffffffffffffffff", "first_name": "Sandbox", "last_name": "User",
            "email": "sandbox@leadwire.example", "effective_num_lead_credits": 10_000, "num_lead_credits_used": 10_000 - left,
        }),
    )
}

pub async fn usage() -> Response {
    let windows = json!({
        "day": {"limit": 50_000, "consumed": 0, "left_over": 50_000},
        "hour": {"limit": 6_000, "consumed": 0, "left_over": 6_000},
        "minute": {"limit": 200, "consumed": 0, "left_over": 200},
    });
    answer(200, &json!({"[\"api/v1/mixed_people\", \"api_search\"]": windows}))
}

/// An id whose last digit is 0 is never known, 1 has expired; the others are pending once, then done.
pub async fn webhook_result(Extension(desk): Extension<Desk>, Path(request_id): Path<String>) -> Response {
    if request_id.parse::<i64>().is_err() {
        return answer(400, &json!({"error_code": "invalid_request_id"}));
    }
    if request_id.ends_with('0') {
        return answer(404, &json!({"error_code": "request_id_unknown"}));
    }
    if request_id.ends_with('1') {
        return answer(410, &json!({"error_code": "request_id_expired"}));
    }
    if desk.is_first(format!("webhook {request_id}")) {
        return answer(404, &json!({"error_code": "result_pending", "retry_after_seconds": 10}));
    }
    answer(
        200,
        &json!({
            "request_id": request_id, "webhook_status": "success", "request_type": "phone",
            "last_dispatched_at": "2026-08-01T10:00:00.000Z", "failure_reason": null,
            "webhook_result": {
                "status": "success", "total_requested_enrichments": 1, "unique_enriched_records": 0, "missing_records": 1,
                "credits_consumed": 0.0, "people": [],
            },
        }),
    )
}
