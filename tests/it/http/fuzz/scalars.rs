//! Values of scalars: good ones, and ones that have broken programs before.

use crate::support::actor::PASSWORD;

/// Texts that break parsers, databases, searches, templates and terminals.
pub fn hostile_texts() -> Vec<String> {
    let mut all: Vec<String> = [
        "",
        " ",
        "\0",
        "before\0after",
        "null",
        "undefined",
        "-1",
        "1e400",
        "NaN",
        "'",
        "\"",
        "\\",
        "`",
        "'; DROP TABLE lead; --",
        "1' OR '1'='1",
        "%",
        "_",
        "%_%\\",
        "\\%",
        "*",
        "\" OR NEAR(",
        "a AND",
        "(",
        "&|!:*<->",
        "${jndi:ldap://x.invalid}",
        "{{7*7}}",
        "<script>alert(1)</script>",
        "../../../../etc/passwd",
        "%00",
        "%s%n%x",
        "\r\nSet-Cookie: a=b",
        "\u{feff}bom",
        "\u{202e}right to left",
        "e\u{301}\u{301}\u{301}",
        "ﬃ ŉ ß İ ı",
        "👩‍👩‍👧‍👦🏳️‍🌈",
        "\u{10ffff}\u{e000}",
        "\u{7f}\u{80}\u{9f}",
        "ｆｕｌｌ　ｗｉｄｔｈ",
        "田中さん",
        "true",
        "{}",
        "[]",
        "{\"a\":",
    ]
    .map(str::to_owned)
    .to_vec();
    all.extend(["x".repeat(300), "ü".repeat(9_000), "\u{1f600}".repeat(5_000), "a b ".repeat(3_000)]);
    all
}

pub const INSTANTS: &[&str] = &[
    "2026-11-02T09:00:00Z",
    "2026-11-02T09:00:00.123456789+14:00",
    "1970-01-01T00:00:00Z",
    "0000-01-01T00:00:00Z",
    "0001-01-01T00:00:00+23:59",
    "9999-12-31T23:59:59.999999999Z",
    "9999-12-31T23:59:59-23:59",
    "+262142-12-31T23:59:59Z",
    "-262143-01-01T00:00:00Z",
    "+10000-01-01T00:00:00Z",
    "-4714-01-01T00:00:00Z",
    "2026-02-29T00:00:00Z",
    "2016-12-31T23:59:60Z",
    "2026-11-02",
    "yesterday",
    "",
];

pub const DATES: &[&str] = &[
    "2026-11-02",
    "2028-02-29",
    "0000-01-01",
    "9999-12-31",
    "+262142-12-31",
    "-262143-01-01",
    "2026-13-01",
    "",
];

pub const ADDRESSES: &[&str] = &[
    "naledi@kestrelfreight.example",
    "UPPER.case+tag@Sub.Example",
    "a@b",
    "@",
    "a@@b.example",
    "\"quoted local\"@b.example",
    "jos\u{e9}@b\u{fc}cher.example",
    "a@[127.0.0.1]",
    "a\0@b.example",
    "a@b.example\r\nBcc: c@d.example",
    "",
];

/// Only names and addresses that nobody has.
pub const URLS: &[&str] = &[
    "https://kestrelfreight.example",
    "https://www.linkedin.com/in/naledi-mokoni",
    "http://127.0.0.1:1/",
    "http://[::1]:1/",
    "http://169.254.169.254/latest/meta-data",
    "http://0x7f000001:1/",
    "https://user:secret@x.invalid:99999/",
    "https://x.invalid/\0",
    "javascript:alert(1)",
    "file:///etc/passwd",
    "//x.invalid",
    "https://",
    "https://b\u{fc}cher.example/\u{1f600}?q=\u{202e}",
    "",
];

pub const ZONES: &[&str] = &[
    "Africa/Johannesburg",
    "Europe/Berlin",
    "UTC",
    "Etc/GMT+12",
    "Africa/../Johannesburg",
    "africa/johannesburg",
    "+02:00",
    "Mars/Olympus",
    "\0",
    "",
];

pub const CURSORS: &[&str] =
    &["", "AAAA", "////", "bm90IGEgY3Vyc29y", "eyJrIjpbXX0", "e30", "W10", "MQ", "\0", "-1", "🙂"];

pub const INTEGERS: &[i64] = &[
    0,
    1,
    2,
    3,
    10,
    25,
    100,
    101,
    1_000,
    -1,
    i32::MAX as i64,
    i32::MIN as i64,
    i32::MAX as i64 + 1,
    (1 << 53) + 1,
    i64::MAX,
    i64::MIN,
];

pub const FLOATS: &[f64] = &[0.0, -0.0, 0.5, 1.0, 100.0, -1.0, 1e-300, 1e300, f64::MAX, f64::MIN_POSITIVE];

/// A text that would be right in a field of this name; most are.
pub fn fitting(field: &str, number: usize) -> String {
    match field {
        "description" => format!("Heads of operations at logistics companies in Germany, {number}"),
        "domain" => format!("company{number}.example"),
        "email" => format!("person{number}@people.example"),
        "country" | "countries" | "countryCode" => "DE".into(),
        "password" | "currentPassword" => PASSWORD.into(),
        "newPassword" => format!("correct horse battery {number}"),
        "slug" => format!("agency-{number}"),
        "phone" => "+27215550100".into(),
        "color" => "#3366ff".into(),
        "language" | "locale" => "en".into(),
        "key" | "idempotencyKey" => format!("key-{number}"),
        "search" | "text" | "contains" | "startsWith" => "a".into(),
        _ => format!("Some {field} {number}"),
    }
}
