//! What a ZoomInfo source is configured with.

use crate::{
    base::secret::SecretString,
    connectors::{
        common::Common,
        shape::{FieldFault, Shape},
    },
};
use serde_json::Value;

/// An OAuth client, limits, and whether the contract covers phone numbers (without it they fail the whole call).
pub(crate) struct Settings {
    pub client_id: String,
    pub client_secret: SecretString,
    pub common: Common,
    pub has_phones: bool,
}

/// Reads and checks; all faults at once.
pub(crate) fn read(config: &Value, credentials: &Value) -> Result<Settings, Vec<FieldFault>> {
    let mut keys = Shape::new("credentials", credentials);
    let (client_id, client_secret) = (keys.text("clientId"), keys.text("clientSecret").into());
    let mut shape = Shape::new("config", config);
    let (common, has_phones) = (Common::read(&mut shape), shape.flag("phones"));
    let mut faults = keys.finish();
    faults.extend(shape.finish());
    let settings = Settings { client_id, client_secret, common, has_phones };
    if faults.is_empty() { Ok(settings) } else { Err(faults) }
}
