//! What an endpoint may be: a public https address. Where its name leads is looked at when we connect, each time.

use crate::kernel::{app::App, check};
use entity::event_kind::EventKind;
use entity::webhook_endpoint::EventKinds;
use url::{Host, Url};

/// Longest address and description.
const URL: usize = 2_000;
const DESCRIPTION: usize = 500;

/// The address as it will be called, or what would be right.
pub(super) fn address(app: &App, text: &str) -> Result<String, String> {
    let text = check::line(text, URL)?;
    let url = Url::parse(&text).map_err(|_| "an address such as https://example.com/hooks".to_owned())?;
    let is_lax = app.config().webhooks.allow_private_addresses;
    let is_scheme = url.scheme() == "https" || (is_lax && url.scheme() == "http");
    if !is_scheme {
        return Err("an https address: what is told there is nobody else's business".into());
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("an address without user name and password: check the signature instead".into());
    }
    if url.fragment().is_some() {
        return Err("an address without a fragment (`#…`)".into());
    }
    let is_public = match url.host() {
        Some(Host::Ipv4(ip)) => crate::connectors::http::is_public(ip.into()),
        Some(Host::Ipv6(ip)) => crate::connectors::http::is_public(ip.into()),
        Some(Host::Domain(name)) => !is_local(name),
        None => false,
    };
    if is_public || is_lax { Ok(url.into()) } else { Err("an address of the public internet".into()) }
}

/// Names that mean this machine or its network, whoever resolves them (RFC 6761, RFC 6762, ICANN's `.internal`).
fn is_local(name: &str) -> bool {
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    ["localhost", "local", "internal"].iter().any(|top| name == *top || name.ends_with(&format!(".{top}")))
}

pub(super) fn description(text: &str) -> Result<String, String> {
    check::prose(text, DESCRIPTION)
}

/// Each kind once, in the order of the enum.
pub(super) fn kinds(mut kinds: Vec<EventKind>) -> Result<EventKinds, String> {
    if kinds.contains(&EventKind::Snapshot) {
        return Err("kinds of events; SNAPSHOT is none".into());
    }
    kinds.sort_unstable();
    kinds.dedup();
    Ok(EventKinds(kinds))
}
