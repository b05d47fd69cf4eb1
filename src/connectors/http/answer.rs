//! What a provider answered: status, the few headers we look at, the body as JSON, text or nothing.

use crate::connectors::error::ConnectorError;
use bytes::Bytes;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::time::Duration;

/// An answer, read to its end.
#[derive(Clone)]
pub struct Answer {
    pub status: u16,
    /// How long the provider wants us to wait, when it says.
    pub retry_after: Option<Duration>,
    pub(super) body: Bytes,
}

impl Answer {
    #[must_use]
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// Nothing, or only white space.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.body.trim_ascii().is_empty()
    }

    /// The body as text, whatever it is: for looking for known phrases, never for showing.
    #[must_use]
    pub fn text(&self) -> std::borrow::Cow<'_, str> {
        String::from_utf8_lossy(&self.body)
    }

    /// The body as JSON, whatever its content type says; a JSON string that holds JSON is opened (Apollo does that).
    #[must_use]
    pub fn json(&self) -> Option<Value> {
        match serde_json::from_slice(&self.body).ok()? {
            Value::String(inner) => Some(serde_json::from_str(&inner).unwrap_or(Value::String(inner))),
            value => Some(value),
        }
    }

    /// The body as `T`.
    ///
    /// # Errors
    /// `Malformed` when it is empty, not JSON, or of another shape. The reason names the place, never the value.
    pub fn parse<T: DeserializeOwned>(&self) -> Result<T, ConnectorError> {
        if self.is_empty() {
            return Err(ConnectorError::malformed("an empty answer"));
        }
        let value = self.json().ok_or_else(|| ConnectorError::malformed("not JSON"))?;
        serde_json::from_value(value).map_err(|_| ConnectorError::malformed("JSON of another shape"))
    }
}
