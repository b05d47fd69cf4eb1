//! What a file is, whatever it is called: told by its first bytes.

/// What its first bytes say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// Text: to be read as CSV.
    Text,
    /// Text in two bytes a letter; `true`: the greater byte first.
    Utf16 {
        is_big_endian: bool,
    },
    /// A ZIP archive: perhaps a workbook.
    Zip,
    Empty,
    /// Something that is no table, by its name.
    Other(&'static str),
}

const MAGIC: [(&[u8], &str); 14] = [
    (b"\x89PNG", "a PNG image"),
    (b"\xFF\xD8\xFF", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"BM6", "a bitmap image"),
    (b"%PDF", "a PDF document"),
    (
        b"\xD0\xCF\x11\xE0",
        "a workbook or document of old Microsoft Office (XLS, DOC); save it as XLSX or CSV",
    ),
    (b"\x1F\x8B", "a gzip archive; unpack it first"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xBC\xAF", "a 7z archive"),
    (b"BZh", "a bzip2 archive; unpack it first"),
    (b"\x7FELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"SQLite format 3", "a SQLite database"),
    (b"{\\rtf", "an RTF document"),
];

/// Of this many bytes at most one in thirty may be a control character.
const CONTROLS: usize = 30;

/// What begins like this.
#[must_use]
pub fn kind(head: &[u8]) -> FileKind {
    if head.starts_with(b"\xFF\xFE") || head.starts_with(b"\xFE\xFF") {
        return FileKind::Utf16 { is_big_endian: head.starts_with(b"\xFE\xFF") };
    }
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        return FileKind::Zip;
    }
    if let Some((_, name)) = MAGIC.iter().find(|(magic, _)| head.starts_with(magic)) {
        return FileKind::Other(name);
    }
    let text = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
    if text.iter().all(u8::is_ascii_whitespace) {
        return FileKind::Empty;
    }
    if let Some(is_big_endian) = utf16(text) {
        return FileKind::Utf16 { is_big_endian };
    }
    match markup(text) {
        Some(name) => FileKind::Other(name),
        None if is_binary(text) => FileKind::Other("no text at all"),
        None => FileKind::Text,
    }
}

/// UTF-16 without its mark: every second byte of Western text is zero.
fn utf16(text: &[u8]) -> Option<bool> {
    let some = &text[..text.len().min(2_000)];
    if some.len() < 8 {
        return None;
    }
    let zeros = |odd: usize| some.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    let (first, second, pairs) = (zeros(0), zeros(1), some.len() / 2);
    match (first * 10 > pairs * 4, second * 10 > pairs * 4) {
        (true, false) => Some(true),
        (false, true) => Some(false),
        _ => None,
    }
}

fn markup(text: &[u8]) -> Option<&'static str> {
    let start = text.iter().position(|byte| !byte.is_ascii_whitespace())?;
    let start = String::from_utf8_lossy(&text[start..text.len().min(start + 64)]).to_ascii_lowercase();
    let begins = |with: &str| start.starts_with(with);
    if begins("<!doctype html") || begins("<html") || begins("<head") || begins("<body") || begins("<table") {
        return Some("an HTML page; perhaps the download asked to sign in");
    }
    if begins("<?xml") || begins("<!doctype") || begins("<svg") {
        return Some("an XML document");
    }
    if begins("{\"") || begins("[{") || begins("{ \"") || begins("{\n") {
        return Some("a JSON document; this takes CSV and XLSX");
    }
    None
}

fn is_binary(text: &[u8]) -> bool {
    let controls =
        text.iter().filter(|byte| **byte < 0x20 && !matches!(**byte, b'\t' | b'\n' | b'\r' | 0x0C));
    text.contains(&0) || controls.count() * CONTROLS > text.len()
}
