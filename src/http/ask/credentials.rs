//! Where credentials stand: in headers, or in the payload of a socket's `connection_init`.

use crate::identity::caller::Credentials;
use axum::http::HeaderMap;
use serde_json::{Map, Value};

/// From a request's headers.
#[must_use]
pub fn of_headers(headers: &HeaderMap) -> Credentials {
    let text =
        |name: &str| headers.get(name).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
    Credentials {
        authorization: text("authorization"),
        api_key: text("x-api-key"),
        agency: text("x-agency"),
        act_as: text("x-act-as"),
        reason: text("x-reason"),
    }
}

/// From `connection_init`: the headers' names, or short ones (`token`, `apiKey`, `agency`, `actAs`, `reason`), in any case.
/// Browsers cannot send headers with a socket, and some clients nest them under `headers`.
#[must_use]
pub fn of_init(payload: Option<&Map<String, Value>>) -> Credentials {
    let mut found = Credentials::default();
    let Some(payload) = payload else { return found };
    read(payload, &mut found);
    if let Some(Value::Object(nested)) = payload.get("headers") {
        read(nested, &mut found);
    }
    found
}

fn read(from: &Map<String, Value>, into: &mut Credentials) {
    for (name, value) in from {
        let Some(text) = value.as_str().filter(|text| !text.trim().is_empty()) else { continue };
        let name: String = name.chars().filter(|c| *c != '-' && *c != '_').collect();
        match name.to_ascii_lowercase().as_str() {
            "authorization" => into.authorization = Some(text.to_owned()),
            "token" | "accesstoken" => into.authorization = Some(format!("Bearer {}", text.trim())),
            "xapikey" | "apikey" => into.api_key = Some(text.to_owned()),
            "xagency" | "agency" => into.agency = Some(text.to_owned()),
            "xactas" | "actas" => into.act_as = Some(text.to_owned()),
            "xreason" | "reason" => into.reason = Some(text.to_owned()),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn names_are_read_in_any_case_and_form() {
        for payload in [
            json!({ "authorization": "Bearer t", "X-AGENCY": "acme" }),
            json!({ "token": "t", "agency": "acme" }),
            json!({ "headers": { "Authorization": "Bearer t", "x-agency": "acme" } }),
        ] {
            let found = of_init(payload.as_object());
            assert_eq!(found.authorization.as_deref(), Some("Bearer t"));
            assert_eq!(found.agency.as_deref(), Some("acme"));
        }
        assert!(of_init(None).authorization.is_none());
        assert!(of_init(json!({ "token": 7 }).as_object()).authorization.is_none());
    }
}
