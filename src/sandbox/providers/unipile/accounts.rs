//! The LinkedIn accounts behind the key.

use super::{manners::check_account, shapes};
use crate::sandbox::wire::answer;
use axum::{extract::Path, response::Response};
use serde_json::json;

pub async fn list() -> Response {
    let accounts = [shapes::account("acc_sandbox", "OK"), shapes::account("acc_signed_out", "CREDENTIALS")];
    answer(200, &json!({"object": "AccountList", "items": accounts, "cursor": null}))
}

pub async fn show(Path(id): Path<String>) -> Response {
    if id == "acc_signed_out" {
        return answer(200, &shapes::account(&id, "CREDENTIALS"));
    }
    match check_account(id) {
        Ok(id) => answer(200, &shapes::account(&id, "OK")),
        Err(refusal) => *refusal,
    }
}
