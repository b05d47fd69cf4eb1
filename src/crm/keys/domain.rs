//! Which company a web or e-mail address belongs to: the registrable domain (public suffix list).

use super::freemail::is_freemail;
use crate::base::text::{Key, KeyError};
use url::{Host, Url};

const WRONG: KeyError = KeyError::new(Key::Domain, "A domain looks like company.com.");
const NOT_A_NAME: KeyError =
    KeyError::new(Key::Domain, "A domain is a name such as company.com, not a number or localhost.");
const SUFFIX: KeyError = KeyError::new(
    Key::Domain,
    "That is a public suffix; the company's own name in front of it is missing (company.co.uk).",
);
const FREEMAIL: KeyError = KeyError::new(
    Key::Domain,
    "That domain belongs to a mail or page provider used by many; give the company's own domain.",
);

/// The registrable domain, lower case and ASCII, of a domain, web address or e-mail address: "https://www.acme.co.uk/x" is "acme.co.uk".
///
/// # Errors
/// When there is no such domain in it (an IP address, a bare public suffix, no dot).
pub fn domain(text: &str) -> Result<String, KeyError> {
    let host = host(text.trim())?;
    let host = host.trim_end_matches('.');
    if !host.contains('.') || host.len() > 253 {
        return Err(if host.is_empty() { WRONG } else { NOT_A_NAME });
    }
    let is_name = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b))
    };
    if !host.split('.').all(is_name) {
        return Err(WRONG);
    }
    psl::domain_str(host).map(str::to_owned).ok_or(SUFFIX)
}

/// [`domain`], refusing those that identify no company (freemail, page builders).
///
/// # Errors
/// As [`domain`], and when the domain is used by many.
pub fn company_domain(text: &str) -> Result<String, KeyError> {
    let domain = domain(text)?;
    if is_freemail(&domain) { Err(FREEMAIL) } else { Ok(domain) }
}

/// The company domain behind an address, or `None`: for matching, where there is nobody to tell.
#[must_use]
pub fn company_domain_of(text: &str) -> Option<String> {
    company_domain(text).ok()
}

fn host(text: &str) -> Result<String, KeyError> {
    if text.is_empty() || text.len() > 2_048 || text.chars().any(char::is_whitespace) {
        return Err(WRONG);
    }
    let is_email = !text.contains("://") && !text.contains('/') && text.contains('@');
    let bare = if is_email { text.rsplit('@').next().unwrap_or_default() } else { text };
    let address = if bare.contains("://") {
        bare.to_owned()
    } else {
        format!("https://{}", bare.trim_start_matches('/'))
    };
    let parsed = Url::parse(&address).map_err(|_| WRONG)?;
    if !matches!(parsed.scheme(), "http" | "https") {
        return Err(WRONG);
    }
    match parsed.host() {
        Some(Host::Domain(name)) => Ok(name.to_owned()),
        Some(_) => Err(NOT_A_NAME),
        None => Err(WRONG),
    }
}
