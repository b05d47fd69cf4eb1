//! `Content-Disposition` (RFC 6266, RFC 8187), in and out: what a file is called.

use axum::http::HeaderValue;
use std::fmt::Write;

/// The header's parameters that matter here.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Disposition {
    /// Which field of a form it is.
    pub field: Option<String>,
    /// What the sender calls the file.
    pub file_name: Option<String>,
}

/// Reads it as leniently as clients write it.
pub fn read(header: &[u8]) -> Disposition {
    let text = String::from_utf8_lossy(header);
    let mut found = Disposition::default();
    let mut extended = None;
    for part in split(&text).into_iter().skip(1) {
        let Some((name, value)) = part.split_once('=') else { continue };
        let value = value.trim();
        match name.trim().to_ascii_lowercase().as_str() {
            "name" => found.field = Some(unquoted(value)),
            "filename" => found.file_name = Some(unquoted(value)),
            "filename*" => extended = decoded(value),
            _ => {}
        }
    }
    found.file_name = extended.or(found.file_name);
    found
}

/// Splits at semicolons outside quotes.
fn split(text: &str) -> Vec<&str> {
    let (mut parts, mut start, mut is_quoted, mut is_escaped) = (vec![], 0, false, false);
    for (at, c) in text.char_indices() {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' if is_quoted => is_escaped = true,
            '"' => is_quoted = !is_quoted,
            ';' if !is_quoted => {
                parts.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts
}

/// Without the quotes. Only a quote is escaped by those who escape: a backslash before anything else is a path's.
fn unquoted(value: &str) -> String {
    let inner = value.strip_prefix('"').map(|rest| rest.strip_suffix('"').unwrap_or(rest));
    // Browsers write a quote in a form's file name as %22.
    inner.map_or_else(|| value.to_owned(), |inner| inner.replace("\\\"", "\"").replace("%22", "\""))
}

/// `UTF-8''na%C3%AFve.csv`
fn decoded(value: &str) -> Option<String> {
    let (charset, rest) = value.trim_matches('"').split_once('\'')?;
    let (_, text) = rest.split_once('\'')?;
    if !charset.eq_ignore_ascii_case("utf-8") {
        return None;
    }
    let (mut bytes, mut rest) = (vec![], text.as_bytes());
    while let Some((first, after)) = rest.split_first() {
        let hex = after.get(..2).filter(|_| *first == b'%').and_then(|two| std::str::from_utf8(two).ok());
        match hex.and_then(|two| u8::from_str_radix(two, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).ok()
}

/// `attachment`, never shown in the page: under its name for every browser, and in ASCII for the oldest.
pub fn attachment(name: &str) -> HeaderValue {
    let plain = |c: char| if c.is_ascii_graphic() && !r#""\%;"#.contains(c) || c == ' ' { c } else { '_' };
    let plain: String = name.chars().map(plain).collect();
    let mut text = format!("attachment; filename=\"{plain}\"; filename*=UTF-8''");
    for byte in name.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => text.push(char::from(byte)),
            other => {
                let _ = write!(text, "%{other:02X}");
            }
        }
    }
    HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static("attachment"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::proptest;

    fn name(header: &str) -> String {
        read(header.as_bytes()).file_name.unwrap_or_default()
    }

    #[test]
    fn names_are_read_as_clients_write_them() {
        assert_eq!(name("attachment; filename=leads.csv"), "leads.csv");
        assert_eq!(name(r#"attachment; filename="a; b.csv""#), "a; b.csv");
        assert_eq!(name(r#"attachment; filename="a \"b\".csv""#), r#"a "b".csv"#);
        assert_eq!(name(r#"attachment; FILENAME="x.csv"; filename*=UTF-8''na%C3%AFve.csv"#), "naïve.csv");
        assert_eq!(name("attachment; filename*=latin1''x; filename=y.csv"), "y.csv");
        assert_eq!(name("attachment"), "");
        let form = read(br#"form-data; name="0"; filename="C:\Users\ada\l.csv""#);
        assert_eq!(
            (form.field.as_deref(), form.file_name.as_deref()),
            (Some("0"), Some(r"C:\Users\ada\l.csv"))
        );
    }

    proptest! {
        #[test]
        fn what_goes_out_can_be_read_back(given: String) {
            let header = attachment(&given);
            assert_eq!(name(header.to_str().unwrap()), given);
            assert!(header.as_bytes().is_ascii());
        }

        #[test]
        fn no_header_is_too_strange_to_read(given: Vec<u8>) {
            read(&given);
        }
    }
}
