//! What is told of a change of a data source. Everybody hears which fields it is; the audit log keeps what they say, where that
//! opens nothing.

use crate::{base::text::without_query, kernel::events::FieldChange};
use entity::data_source::Model;
use serde_json::Value;

/// How the names of settings end that hold a secret, where somebody puts one there instead of among the credentials.
const SECRETS: [&str; 5] = ["key", "secret", "token", "password", "authorization"];
/// Settings that are sent to the provider as they are: a secret may stand in them under any name.
const SENT: [&str; 3] = ["query", "body", "headers"];

/// The fields in which two readings of a source differ.
pub(super) fn differences(was: &Model, is: &Model) -> Vec<FieldChange> {
    let all = [
        (was.status != is.status, FieldChange::shown("status", was.status, is.status)),
        (was.name != is.name, FieldChange::kept("name", &was.name, &is.name)),
        (
            was.description != is.description,
            FieldChange::kept("description", &was.description, &is.description),
        ),
        (was.config != is.config, FieldChange::kept("config", settings(&was.config), settings(&is.config))),
        (was.credentials != is.credentials, FieldChange::hidden("credentials")),
    ];
    all.into_iter().filter(|(differs, _)| *differs).map(|(_, change)| change).collect()
}

/// Settings as they are kept. They are to hold no secret; but what the audit log has, nobody can take out again.
fn settings(config: &Value) -> Value {
    match config {
        Value::Object(fields) => {
            fields.iter().map(|(name, value)| (name.clone(), setting(name, value))).collect()
        }
        Value::Array(items) => items.iter().map(settings).collect(),
        Value::String(text) => without_query(text).into(),
        Value::Null | Value::Bool(_) | Value::Number(_) => config.clone(),
    }
}

fn setting(name: &str, value: &Value) -> Value {
    let name = name.to_lowercase();
    if SECRETS.iter().any(|ending| name.ends_with(ending)) {
        Value::Null
    } else if SENT.contains(&name.as_str()) {
        names(value)
    } else {
        settings(value)
    }
}

/// An object's names without what stands under them.
fn names(value: &Value) -> Value {
    match value {
        Value::Object(fields) => fields.iter().map(|(name, value)| (name.clone(), names(value))).collect(),
        _ => Value::Null,
    }
}

#[cfg(test)]
mod tests {
    use super::settings;
    use serde_json::json;

    #[test]
    fn settings_are_kept_without_what_may_open_something() {
        let config = json!({
            "baseUrl": "https://api.example/v1?key=k1", "auth": { "style": "header", "name": "X-Api-Key" }, "apiKey": "k2",
            "people": { "path": "/find", "query": { "q": "{title}", "k": "k3" }, "body": { "a": [{ "k": "k4" }], "b": { "k": "k5" } } },
            "hosts": ["https://one.example/?k6", 7, null], "Access_Token": { "is": "k7" }, "keywords": ["freight"],
        });
        assert_eq!(
            settings(&config),
            json!({
                "baseUrl": "https://api.example/v1?…", "auth": { "style": "header", "name": "X-Api-Key" }, "apiKey": null,
                "people": { "path": "/find", "query": { "q": null, "k": null }, "body": { "a": null, "b": { "k": null } } },
                "hosts": ["https://one.example/?…", 7, null], "Access_Token": null, "keywords": ["freight"],
            })
        );
    }
}
