//! Web addresses in one spelling.

use crate::base::text::{Key, KeyError};
use url::{Host, Url};

const WRONG: KeyError = KeyError::new(Key::Url, "A web address looks like https://company.com/page.");
const SECRETS: KeyError = KeyError::new(Key::Url, "A web address holds no user name or password.");
const LONG: KeyError = KeyError::new(Key::Url, "A web address has at most 2,048 characters.");

/// The address with scheme (https where none is given), host in lower case and ASCII, no fragment.
///
/// # Errors
/// When it is not an http or https address of a named host.
pub fn url(text: &str) -> Result<String, KeyError> {
    let parsed = parse(text.trim(), WRONG)?;
    let mut clean = parsed;
    clean.set_fragment(None);
    let text = String::from(clean);
    if text.len() > 2_048 { Err(LONG) } else { Ok(text) }
}

/// Parses a web address, `wrong` being the refusal.
pub(super) fn parse(text: &str, wrong: KeyError) -> Result<Url, KeyError> {
    if text.len() > 2_048 {
        return Err(KeyError { key: wrong.key, ..LONG });
    }
    let is_spaced = text.chars().any(|c| c.is_whitespace() || c.is_control());
    if text.is_empty() || is_spaced {
        return Err(wrong);
    }
    let address = if text.contains("://") { text.to_owned() } else { format!("https://{text}") };
    let parsed = Url::parse(&address).map_err(|_| wrong)?;
    if !parsed.username().is_empty() || parsed.password().is_some() {
        return Err(KeyError { key: wrong.key, ..SECRETS });
    }
    let is_named =
        matches!(parsed.host(), Some(Host::Domain(name)) if name.trim_end_matches('.').contains('.'));
    if is_named && matches!(parsed.scheme(), "http" | "https") { Ok(parsed) } else { Err(wrong) }
}
