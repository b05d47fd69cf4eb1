//! LinkedIn public ids out of any form of address (rule 16.2).

use super::url::parse;
use crate::base::text::{Key, KeyError};

const WRONG: KeyError =
    KeyError::new(Key::Linkedin, "A LinkedIn profile looks like https://www.linkedin.com/in/jane-doe.");
const SALES: KeyError = KeyError::new(
    Key::Linkedin,
    "That is a Sales Navigator or Recruiter link; open the profile and copy its public address (https://www.linkedin.com/in/…).",
);
const COMPANY: KeyError = KeyError::new(
    Key::LinkedinCompany,
    "A LinkedIn company page looks like https://www.linkedin.com/company/acme.",
);

/// The public id of a person: "https://za.linkedin.com/in/Jane-Doe/?trk=x" is "jane-doe". Ids do not depend on case, save
/// member tokens (`ACoAA…`), which are kept as they are. Addresses of the old form `/pub/jane-doe/a7/576/b50` become the id
/// they redirect to ("jane-doe-b50576a7"; the pattern of npm's `linkedin-canonical-url`).
///
/// # Errors
/// When it is not the address of a person's public profile.
pub fn linkedin_id(text: &str) -> Result<String, KeyError> {
    let path = path(text, WRONG)?;
    let path: Vec<&str> = path.iter().map(String::as_str).collect();
    let rest = match path.as_slice() {
        ["m" | "mwlite" | "mobile", rest @ ..] => rest,
        all => all,
    };
    match rest {
        ["pub", name, x, y, z, ..] if [x, y, z].iter().all(|part| is_short_hex(part)) => {
            let tail = format!("{z}{y:0>3}{x}");
            public_id(&format!("{name}-{}", tail.trim_start_matches('0')), WRONG)
        }
        ["in" | "pub", id, ..] => public_id(id, WRONG),
        ["sales" | "talent" | "recruiter", ..] => Err(SALES),
        _ => Err(WRONG),
    }
}

/// The address of the profile with this public id.
#[must_use]
pub fn linkedin_url(id: &str) -> String {
    format!("https://www.linkedin.com/in/{}", percent_encode(id))
}

/// The id or number of a company, school or showcase page.
///
/// # Errors
/// When it is not the address of such a page.
pub fn linkedin_company_id(text: &str) -> Result<String, KeyError> {
    let path = path(text, COMPANY)?;
    match path.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["company" | "school" | "showcase", id, ..] | ["sales", "company", id, ..] => public_id(id, COMPANY),
        _ => Err(COMPANY),
    }
}

/// The address of the company page with this id.
#[must_use]
pub fn linkedin_company_url(id: &str) -> String {
    format!("https://www.linkedin.com/company/{}", percent_encode(id))
}

/// The decoded path segments of an address at LinkedIn; the first is in lower case.
fn path(text: &str, wrong: KeyError) -> Result<Vec<String>, KeyError> {
    let text = text.trim().trim_start_matches('/');
    let is_bare = ["in/", "pub/", "company/"]
        .iter()
        .any(|p| text.get(..p.len()).is_some_and(|t| t.eq_ignore_ascii_case(p)));
    let address = if is_bare { format!("www.linkedin.com/{text}") } else { text.to_owned() };
    let parsed = parse(&address, wrong)?;
    let host = parsed.host_str().unwrap_or_default().trim_end_matches('.');
    if host != "linkedin.com" && !host.ends_with(".linkedin.com") {
        return Err(wrong);
    }
    let segments = parsed.path_segments().into_iter().flatten().filter(|s| !s.is_empty());
    let mut decoded = segments.map(|s| percent_decode(s).ok_or(wrong)).collect::<Result<Vec<_>, _>>()?;
    if let Some(first) = decoded.first_mut() {
        *first = first.to_lowercase();
    }
    Ok(decoded)
}

fn public_id(id: &str, wrong: KeyError) -> Result<String, KeyError> {
    let is_allowed = |c: char| {
        if c.is_ascii() {
            c.is_ascii_alphanumeric() || "-_.&'".contains(c)
        } else {
            !c.is_whitespace() && !c.is_control()
        }
    };
    let id = id.trim();
    if id.is_empty()
        || id.chars().count() > 150
        || !id.chars().all(is_allowed)
        || id.chars().all(|c| c == '.')
    {
        return Err(wrong);
    }
    let is_token = id.starts_with("ACoA") && id.len() > 20;
    Ok(if is_token { id.to_owned() } else { id.to_lowercase() })
}

fn is_short_hex(text: &str) -> bool {
    (1..=3).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_hexdigit())
}

/// Decodes until nothing is encoded any more (copied links are often encoded twice); `None` when it is not UTF-8.
fn percent_decode(text: &str) -> Option<String> {
    let mut current = text.to_owned();
    for _ in 0..3 {
        let next = decode_once(&current)?;
        if next == current {
            break;
        }
        current = next;
    }
    Some(current)
}

fn decode_once(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, tail)) = rest.split_first() {
        let pair = tail.get(..2).and_then(|p| std::str::from_utf8(p).ok());
        let decoded = pair.filter(|_| byte == b'%').filter(|p| p.bytes().all(|b| b.is_ascii_hexdigit()));
        match decoded.and_then(|p| u8::from_str_radix(p, 16).ok()) {
            Some(value) => {
                bytes.push(value);
                rest = tail.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(byte);
                rest = tail;
            }
        }
    }
    String::from_utf8(bytes).ok()
}

fn percent_encode(id: &str) -> String {
    id.bytes().fold(String::with_capacity(id.len()), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
        out
    })
}
