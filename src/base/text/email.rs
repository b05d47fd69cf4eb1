//! E-mail addresses in one spelling (rule 16.1).

use super::error::{Key, KeyError};
use email_address::{EmailAddress, Options};

/// Mailboxes of a function, shared by several people: they say which company, never which person.
const ROLES: [&str; 40] = [
    "abuse",
    "accounts",
    "admin",
    "administrator",
    "billing",
    "careers",
    "contact",
    "contactus",
    "customerservice",
    "enquiries",
    "enquiry",
    "feedback",
    "finance",
    "hello",
    "help",
    "helpdesk",
    "hi",
    "hr",
    "info",
    "information",
    "inquiries",
    "invoices",
    "jobs",
    "legal",
    "mail",
    "marketing",
    "media",
    "no-reply",
    "noreply",
    "office",
    "orders",
    "postmaster",
    "press",
    "privacy",
    "reception",
    "sales",
    "security",
    "service",
    "support",
    "team",
];

/// The address in one spelling: trimmed, taken out of `"Jane Doe" <jane@…>` or `mailto:`, lower case, the domain in ASCII.
/// A plus tag and dots stay: they may be how a person wants to be reached.
///
/// # Errors
/// When it is not an address a person can be written to, with what would be right.
pub fn email(text: &str) -> Result<String, KeyError> {
    let bare = unwrap_display(text.trim())?;
    let (local, domain) =
        bare.rsplit_once('@').ok_or(bad("An e-mail address looks like name@company.com: there is no @."))?;
    if local.is_empty() {
        return Err(bad(
            "An e-mail address looks like name@company.com: the name in front of the @ is missing.",
        ));
    }
    let local = local_part(local)?;
    let domain = domain_part(domain)?;
    let address = format!("{local}@{domain}");
    if local.len() > 64 || address.len() > 254 {
        return Err(bad("An e-mail address has at most 64 characters in front of the @ and 254 altogether."));
    }
    let options = Options::default().without_display_text().without_domain_literal().with_required_tld();
    EmailAddress::parse_with_options(&address, options)
        .map_err(|_| bad("An e-mail address looks like name@company.com."))?;
    Ok(address)
}

/// Is this (normalised) address a function's, such as info@ or sales@? Then it identifies nobody.
#[must_use]
pub fn is_role_email(address: &str) -> bool {
    let local = address.split('@').next().unwrap_or_default();
    let name = local.split('+').next().unwrap_or_default();
    ROLES.contains(&name) || address.starts_with("email_not_unlocked@")
}

fn unwrap_display(text: &str) -> Result<&str, KeyError> {
    let text = strip_mailto(text).trim();
    let Some(open) = text.rfind('<') else { return Ok(text) };
    let inside = text[open + 1..].strip_suffix('>');
    inside
        .map(|address| strip_mailto(address.trim()))
        .ok_or(bad("After a name, the address stands in < and >: \"Jane Doe\" <jane@company.com>."))
}

fn strip_mailto(text: &str) -> &str {
    match text.get(..7) {
        Some(scheme) if scheme.eq_ignore_ascii_case("mailto:") => &text[7..],
        _ => text,
    }
}

fn local_part(local: &str) -> Result<String, KeyError> {
    let is_allowed = |c: char| {
        if c.is_ascii() {
            c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c)
        } else {
            c.is_alphanumeric()
        }
    };
    if !local.chars().all(is_allowed) {
        return Err(bad(
            "In front of the @ stand letters, digits and . _ - + and no spaces, quotes or a second @.",
        ));
    }
    if local.starts_with('.') || local.ends_with('.') || local.contains("..") {
        return Err(bad("In front of the @, a dot stands between two other characters."));
    }
    Ok(local.to_lowercase())
}

fn domain_part(domain: &str) -> Result<String, KeyError> {
    const WRONG: KeyError = bad("After the @ stands a domain such as company.com.");
    let ascii = idna::domain_to_ascii(domain.trim_end_matches('.')).map_err(|_| WRONG)?;
    let labels: Vec<&str> = ascii.split('.').collect();
    let is_label = |label: &&str| {
        let is_ldh = label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        is_ldh && (1..=63).contains(&label.len()) && !label.starts_with('-') && !label.ends_with('-')
    };
    let has_letters =
        labels.last().is_some_and(|tld| tld.len() > 1 && !tld.bytes().all(|b| b.is_ascii_digit()));
    if labels.len() < 2 || ascii.len() > 253 || !labels.iter().all(is_label) || !has_letters {
        return Err(WRONG);
    }
    Ok(ascii)
}

const fn bad(message: &'static str) -> KeyError {
    KeyError::new(Key::Email, message)
}
