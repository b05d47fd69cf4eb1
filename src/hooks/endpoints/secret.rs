//! Secrets of endpoints at rest: sealed, bound to their row, opened only to sign.

use crate::{
    base::secret::{ExposeSecret, SecretString},
    kernel::{
        app::App,
        error::{Error, Result},
    },
};
use chrono::{DateTime, Utc};
use entity::{ids::WebhookEndpointId, webhook_endpoint::Model};

/// The box and the key it is sealed with.
pub(super) fn seal(app: &App, id: WebhookEndpointId, secret: &SecretString) -> Result<(Vec<u8>, String)> {
    let sealed = app.sealer().seal(secret.expose_secret().as_bytes(), &bound_to(id))?;
    Ok((sealed, app.sealer().key_id().to_string()))
}

/// What signs now, the newest first: two while a rotation overlaps.
pub(in crate::hooks) fn current(app: &App, row: &Model, now: DateTime<Utc>) -> Result<Vec<SecretString>> {
    let open = |sealed: &Vec<u8>| app.sealer().open_text(sealed, &bound_to(row.id));
    let newest = row.secret.as_ref().ok_or_else(|| Error::bug("a webhook endpoint without a secret"))?;
    let old = row.old_secret.as_ref().filter(|_| row.old_secret_until.is_some_and(|until| until > now));
    std::iter::once(newest).chain(old).map(open).collect()
}

/// Both secrets of a row are bound alike: a rotation moves the box from one column to the other.
fn bound_to(id: WebhookEndpointId) -> String {
    format!("webhook_endpoint.secret:{id}")
}
