//! Settings of the providers that want an API key and nothing else.

use super::{
    common::Common,
    shape::{FieldFault, Shape},
};
use crate::base::secret::SecretString;
use serde_json::Value;

/// A key, and limits.
pub(super) struct KeySettings {
    pub key: SecretString,
    pub common: Common,
}

/// Reads and checks; all faults at once.
pub(super) fn read(config: &Value, credentials: &Value) -> Result<KeySettings, Vec<FieldFault>> {
    let mut keys = Shape::new("credentials", credentials);
    let key = keys.text("apiKey");
    let mut shape = Shape::new("config", config);
    let common = Common::read(&mut shape);
    let mut faults = keys.finish();
    faults.extend(shape.finish());
    if faults.is_empty() { Ok(KeySettings { key: key.into(), common }) } else { Err(faults) }
}
