//! What comes in: who calls from where, with which credentials, and which operation they want. Judges form, not content.

pub mod accept;
pub mod address;
pub mod body;
pub mod credentials;
pub mod request_id;
pub mod url;

use async_graphql::Variables;
use axum::http::HeaderMap;
use serde::Deserialize;
use serde_json::{Map, Value};

/// One operation, as any door received it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ask {
    /// The document; empty where a stored one is named.
    pub query: Option<String>,
    /// A stored document's hash.
    pub document_id: Option<String>,
    pub operation_name: Option<String>,
    pub variables: Variables,
    pub idempotency_key: Option<String>,
}

/// The parameters of GraphQL over HTTP, and `documentId`. Others are ignored, as the specification asks.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Parameters {
    query: Option<String>,
    document_id: Option<String>,
    operation_name: Option<String>,
    variables: Option<Map<String, Value>>,
    extensions: Option<Map<String, Value>>,
}

impl Parameters {
    /// The operation, where there is one to run.
    #[must_use]
    pub fn ask(self) -> Option<Ask> {
        let query = self.query.filter(|text| !text.trim().is_empty());
        let document_id = self.document_id.filter(|id| !id.is_empty());
        if query.is_none() && document_id.is_none() {
            return None;
        }
        let key = self.extensions.as_ref().and_then(|all| all.get("idempotencyKey"));
        // Whatever else it is than a text is refused where keys are judged, not passed over.
        let key = key.filter(|key| !key.is_null()).map(|key| match key {
            Value::String(key) => key.clone(),
            other => format!("not a text: {other}"),
        });
        Some(Ask {
            query,
            document_id,
            operation_name: self.operation_name.filter(|name| !name.is_empty()),
            variables: Variables::from_json(Value::Object(self.variables.unwrap_or_default())),
            idempotency_key: key,
        })
    }
}

impl Ask {
    /// With the key of the header `Idempotency-Key`, where there is one. One that is no key is refused later: to pass over it
    /// would be to carry the request out each time.
    #[must_use]
    pub fn keyed_by(self, headers: &HeaderMap) -> Self {
        let key = headers.get("idempotency-key");
        let key = key.map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
        Self { idempotency_key: key.or(self.idempotency_key), ..self }
    }
}
