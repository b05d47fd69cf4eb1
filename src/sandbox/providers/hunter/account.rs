//! What is left on the account. Free.

use crate::sandbox::{gate::Desk, wire::answer};
use axum::{Extension, response::Response};
use serde_json::json;

pub async fn show(Extension(desk): Extension<Desk>) -> Response {
    let left = if desk.account.starts_with("broke") { 0 } else { 5_000 };
    let quota = json!({"used": 5_000 - left, "available": 5_000});
    answer(
        200,
        &json!({"data": {
            "first_name": "Sandbox", "last_name": "User", "email": "sandbox@leadwire.example", "plan_name": "Growth",
            "plan_level": 2, "reset_date": "2026-09-01", "team_id": 1, "calls": quota,
            "requests": {"searches": quota, "verifications": quota, "credits": quota},
        }}),
    )
}
