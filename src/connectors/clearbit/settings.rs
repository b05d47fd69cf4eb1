//! What a Clearbit-shaped source is configured with.

use crate::{
    base::secret::SecretString,
    connectors::{
        common::Common,
        shape::{FieldFault, Shape},
    },
};
use serde_json::Value;

/// Who answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Via {
    /// Hunter, with `clearbit_format=true` and a Hunter key.
    Hunter,
    /// Clearbit's own hosts, with a Clearbit key.
    Clearbit,
}

/// A key, who answers, and whether a person is asked for with the company (two credits instead of one).
pub(crate) struct Settings {
    pub key: SecretString,
    pub common: Common,
    pub via: Via,
    pub is_combined: bool,
}

/// Reads and checks; all faults at once.
pub(crate) fn read(config: &Value, credentials: &Value) -> Result<Settings, Vec<FieldFault>> {
    let mut keys = Shape::new("credentials", credentials);
    let key = keys.text("apiKey");
    let mut shape = Shape::new("config", config);
    let common = Common::read(&mut shape);
    let via = match shape.choice("via", &["hunter", "clearbit"]) {
        "clearbit" => Via::Clearbit,
        _ => Via::Hunter,
    };
    let is_combined = shape.flag("combined");
    let mut faults = keys.finish();
    faults.extend(shape.finish());
    if faults.is_empty() { Ok(Settings { key: key.into(), common, via, is_combined }) } else { Err(faults) }
}
