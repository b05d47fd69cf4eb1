//! Where the providers live. Instance configuration: a tenant never chooses these.

use serde::{Deserialize, Serialize};
use url::Url;

/// Base addresses, each with the real one as default and with its version path.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ProviderHosts {
    pub apollo: Url,
    pub hunter: Url,
    /// `people/find` and `combined/find`.
    pub clearbit_person: Url,
    /// `companies/find`.
    pub clearbit_company: Url,
    /// With `/data`; older keys live under another prefix.
    pub crunchbase: Url,
    pub zoominfo: Url,
    /// ZoomInfo's token endpoint, whole.
    pub zoominfo_token: Url,
    /// Overrides the host each Unipile customer has (`dsn` in the source's config).
    pub unipile: Option<Url>,
    pub openai: Url,
}

impl Default for ProviderHosts {
    #[expect(clippy::expect_used, reason = "constants; a test reads them")]
    fn default() -> Self {
        let url = |text: &str| Url::parse(text).expect("a constant address");
        Self {
            apollo: url("https://api.apollo.io/api/v1"),
            hunter: url("https://api.hunter.io/v2"),
            clearbit_person: url("https://person.clearbit.com/v2"),
            clearbit_company: url("https://company.clearbit.com/v2"),
            crunchbase: url("https://api.crunchbase.com/v4/data"),
            zoominfo: url("https://api.zoominfo.com/gtm"),
            zoominfo_token: url("https://okta-login.zoominfo.com/oauth2/default/v1/token"),
            unipile: None,
            openai: url("https://api.openai.com/v1"),
        }
    }
}

/// `path` below `base`; the segments are escaped.
pub(super) fn at(base: &Url, path: &[&str]) -> Url {
    let mut url = base.clone();
    if let Ok(mut segments) = url.path_segments_mut() {
        segments.pop_if_empty().extend(path);
    }
    url
}

#[cfg(test)]
mod tests {
    use super::{ProviderHosts, at};

    #[test]
    fn paths_are_put_below_the_base_and_escaped() {
        let hosts = ProviderHosts::default();
        assert_eq!(at(&hosts.apollo, &["people", "bulk_match"]).path(), "/api/v1/people/bulk_match");
        let odd = at(&"http://h/x/".parse().unwrap(), &["users", "../a b?c"]);
        assert_eq!(odd.as_str(), "http://h/x/users/..%2Fa%20b%3Fc");
    }
}
