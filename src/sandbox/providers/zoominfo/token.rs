//! OAuth2 client credentials: a token that names its client and lasts an hour.

use crate::sandbox::wire::{answer, basic_user};
use axum::{body::Bytes, http::HeaderMap, response::Response};
use serde_json::json;
use std::collections::HashMap;

/// What a token of this client begins with.
const PREFIX: &str = "zi-";

/// Form fields or Basic; a client that begins with `bad` is not known.
pub async fn issue(headers: HeaderMap, body: Bytes) -> Response {
    let form: HashMap<String, String> = url::form_urlencoded::parse(&body).into_owned().collect();
    let field = |name: &str| form.get(name).filter(|value| !value.is_empty()).cloned();
    if !matches!(field("grant_type").as_deref(), Some("client_credentials" | "refresh_token")) {
        return error(400, "unsupported_grant_type", "The grant type is not supported.");
    }
    match basic_user(&headers).or_else(|| field("client_id")) {
        Some(client) if !client.starts_with("bad") => answer(
            200,
            &json!({
                "token_type": "Bearer", "expires_in": 3600, "access_token": format!("{PREFIX}{}", hex::encode(&client)),
                "scope": field("scope").unwrap_or_else(|| "api:data:contact api:data:company".to_owned()),
            }),
        ),
        _ => error(401, "invalid_client", "The client secret supplied for a confidential client is invalid."),
    }
}

/// The client a token was issued to; a token of somebody's own making stands for itself.
pub fn client_of(token: &str) -> String {
    let client = token.strip_prefix(PREFIX).and_then(|rest| String::from_utf8(hex::decode(rest).ok()?).ok());
    match client {
        Some(client) => client,
        None if token.starts_with("expired") => "bad token".to_owned(),
        None => token.to_owned(),
    }
}

fn error(status: u16, code: &str, description: &str) -> Response {
    answer(status, &json!({"error": code, "error_description": description}))
}
