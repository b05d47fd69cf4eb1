//! What a LinkedIn source is configured with.

use crate::{
    base::secret::SecretString,
    connectors::{
        common::Common,
        shape::{FieldFault, Shape, read_address},
    },
};
use serde_json::Value;
use url::Url;

/// Which of LinkedIn's searches the account has.
pub(crate) const SEARCHES: [&str; 3] = ["classic", "sales_navigator", "recruiter"];

/// A key, the customer's own host, and the connected LinkedIn account.
pub(crate) struct Settings {
    pub key: SecretString,
    pub common: Common,
    /// `https://api8.unipile.com:13801/api/v1`
    pub base: Url,
    pub account_id: String,
    pub search: &'static str,
}

/// Reads and checks; all faults at once.
pub(crate) fn read(config: &Value, credentials: &Value) -> Result<Settings, Vec<FieldFault>> {
    let mut keys = Shape::new("credentials", credentials);
    let key = keys.text("apiKey").into();
    let mut shape = Shape::new("config", config);
    let common = Common::read(&mut shape);
    let (dsn, account_id) = (shape.text("dsn"), shape.text("accountId"));
    let search = shape.choice("search", &SEARCHES);
    let base = host(&dsn);
    if base.is_none() && !dsn.is_empty() {
        shape.fault("dsn", "This must be the host Unipile shows, with its port: api8.unipile.com:13801.");
    }
    let mut faults = keys.finish();
    faults.extend(shape.finish());
    match base {
        Some(base) if faults.is_empty() => Ok(Settings { key, common, base, account_id, search }),
        _ => Err(faults),
    }
}

/// The base address of a host below unipile.com; a tenant names no other. The port is kept.
fn host(dsn: &str) -> Option<Url> {
    let bare = dsn.trim_start_matches("https://").trim_end_matches('/');
    let url = read_address(&format!("https://{bare}/api/v1"))?;
    let is_theirs = url.host_str().is_some_and(|host| host.ends_with(".unipile.com"));
    let is_plain = url.path() == "/api/v1" && url.query().is_none() && url.fragment().is_none();
    (is_theirs && is_plain).then_some(url)
}

#[cfg(test)]
mod tests {
    use super::host;

    #[test]
    fn the_port_is_kept_and_no_other_host_is_taken() {
        let url = host("api8.unipile.com:13801").unwrap();
        assert_eq!(url.as_str(), "https://api8.unipile.com:13801/api/v1");
        assert_eq!(host("https://api8.unipile.com:13801/").unwrap(), url);
        for odd in [
            "evil.example",
            "unipile.com.evil.example",
            "evilunipile.com",
            "x@api.unipile.com",
            "a.unipile.com/x",
            "evil.example/.unipile.com",
            "http://api.unipile.com",
            "evil.example#.unipile.com",
            "",
        ] {
            assert_eq!(host(odd), None, "{odd}");
        }
    }
}
