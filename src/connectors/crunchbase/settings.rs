//! What a Crunchbase source is configured with.

use crate::{
    base::secret::SecretString,
    connectors::{
        common::Common,
        shape::{FieldFault, Shape},
    },
};
use serde_json::Value;

/// A key, limits, and whether the package covers funding fields (without it they fail the whole call).
pub(crate) struct Settings {
    pub key: SecretString,
    pub common: Common,
    pub has_funding: bool,
}

/// Reads and checks; all faults at once.
pub(crate) fn read(config: &Value, credentials: &Value) -> Result<Settings, Vec<FieldFault>> {
    let mut keys = Shape::new("credentials", credentials);
    let key = keys.text("apiKey");
    let mut shape = Shape::new("config", config);
    let common = Common::read(&mut shape);
    let has_funding = shape.flag("funding");
    let mut faults = keys.finish();
    faults.extend(shape.finish());
    if faults.is_empty() { Ok(Settings { key: key.into(), common, has_funding }) } else { Err(faults) }
}
