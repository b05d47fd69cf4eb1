//! What a model source is configured with.

use crate::{
    base::secret::SecretString,
    connectors::{
        common::Common,
        shape::{FieldFault, Shape},
    },
};
use serde_json::Value;
use std::time::Duration;
use url::Url;

/// A server, a model and its habits.
pub(crate) struct Settings {
    pub key: Option<SecretString>,
    pub common: Common,
    /// A server of the agency's own; absent: OpenAI.
    pub base: Option<Url>,
    pub model: String,
    /// OpenAI wants `max_completion_tokens`, most other servers know only `max_tokens`.
    pub token_parameter: &'static str,
    /// Hundredths; absent: the server's own (reasoning models refuse any other).
    pub temperature_centi: Option<i64>,
    /// How the schema is asked for, besides in words.
    pub response_format: &'static str,
    pub organization: Option<String>,
    pub project: Option<String>,
    pub timeout: Duration,
    /// Millionths of a dollar for a million tokens.
    pub input_micros: i64,
    pub output_micros: i64,
}

/// Reads and checks; all faults at once.
pub(crate) fn read(config: &Value, credentials: &Value) -> Result<Settings, Vec<FieldFault>> {
    read_for(config, credentials, false)
}

/// `has_base`: the instance names the server, which may want no key.
pub(super) fn read_for(
    config: &Value,
    credentials: &Value,
    has_base: bool,
) -> Result<Settings, Vec<FieldFault>> {
    let mut shape = Shape::new("config", config);
    let common = Common::read(&mut shape);
    let base = shape.address("baseUrl");
    let is_openai = base.is_none() && !has_base;
    let mut keys = Shape::new("credentials", credentials);
    let key = if is_openai { Some(keys.text("apiKey")) } else { keys.some_text("apiKey") };
    let parameters: &'static [&'static str] = if is_openai {
        &["max_completion_tokens", "max_tokens"]
    } else {
        &["max_tokens", "max_completion_tokens"]
    };
    let settings = Settings {
        key: key.map(SecretString::from),
        common,
        base,
        model: shape.text("model"),
        token_parameter: shape.choice("tokenParameter", parameters),
        temperature_centi: shape.whole("temperatureCenti", 0, 200),
        response_format: shape.choice("responseFormat", &["json_schema", "json_object", "none"]),
        organization: shape.some_text("organization"),
        project: shape.some_text("project"),
        timeout: Duration::from_secs(shape.whole("timeoutSeconds", 1, 600).unwrap_or(60).unsigned_abs()),
        input_micros: shape.whole("inputMicrosPerMillion", 0, 1_000_000_000).unwrap_or(0),
        output_micros: shape.whole("outputMicrosPerMillion", 0, 1_000_000_000).unwrap_or(0),
    };
    let mut faults = keys.finish();
    faults.extend(shape.finish());
    if faults.is_empty() { Ok(settings) } else { Err(faults) }
}
