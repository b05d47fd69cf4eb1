//! Guesses from the first part of a file: its encoding, what stands between cells, whether the first row names them.

use super::records::{Position, Record, Records};
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8};
use std::{collections::HashMap, io::Cursor};

/// Records looked at.
const LOOKED_AT: usize = 200;
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// Lines decide by majority whether it is UTF-8; the others say which of the older encodings it is.
pub fn encoding(head: &[u8]) -> &'static Encoding {
    let (mut good, mut bad) = (0, vec![]);
    // The last line may be cut off in the middle of a letter.
    let whole = head.iter().rposition(|byte| *byte == b'\n').map_or(head, |end| &head[..=end]);
    for line in whole.split(|byte| *byte == b'\n').filter(|line| !line.is_ascii()) {
        if std::str::from_utf8(line).is_ok() { good += 1 } else { bad.push(line) }
    }
    if bad.len() <= good {
        return UTF_8;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    for line in bad {
        detector.feed(line, false);
        detector.feed(b"\n", false);
    }
    detector.feed(b"", true);
    let found = detector.guess(None, Utf8Detection::Deny);
    if found.is_ascii_compatible() { found } else { encoding_rs::WINDOWS_1252 }
}

/// Excel's own word for it in the first line, `sep=;`, and where the next line begins.
pub fn declared(head: &[u8], from: Position) -> Option<(u8, Position)> {
    let text = head.get(usize::try_from(from.offset).ok()?..)?;
    let end = text.iter().position(|byte| *byte == b'\n')?;
    let line = text[..end].trim_ascii();
    let line = line.strip_prefix(b"\"").and_then(|line| line.strip_suffix(b"\"")).unwrap_or(line);
    let [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', delimiter] = line else { return None };
    if !delimiter.is_ascii() || *delimiter == b'"' {
        return None;
    }
    Some((*delimiter, Position { offset: from.offset + end as u64 + 1, line: 2 }))
}

/// The character that cuts most records into equally many cells, and more than one.
pub fn delimiter(head: &[u8], from: Position) -> u8 {
    let scored = DELIMITERS.map(|delimiter| (score(head, delimiter, from), delimiter));
    let best = scored.into_iter().rev().max_by(|a, b| a.0.total_cmp(&b.0));
    best.filter(|(score, _)| *score > 0.0).map_or(b',', |(_, delimiter)| delimiter)
}

fn score(head: &[u8], delimiter: u8, from: Position) -> f64 {
    let mut counts: HashMap<usize, usize> = HashMap::new();
    let all = sample(head, delimiter, from);
    for record in &all {
        *counts.entry(record.cells.len()).or_default() += 1;
    }
    let Some((cells, often)) = counts.into_iter().max_by_key(|(cells, often)| (*often, *cells)) else {
        return 0.0;
    };
    if cells < 2 {
        return 0.0;
    }
    // Ten columns that mostly agree say more than two that always do.
    (often as f64 / all.len() as f64) * (cells.min(12) as f64).sqrt()
}

/// The first records; the last one, which may be cut off, is left out when there are others.
pub fn sample(head: &[u8], delimiter: u8, from: Position) -> Vec<Record> {
    let mut found = vec![];
    let Ok(mut records) = Records::new(Cursor::new(head), delimiter, from) else { return found };
    while let Ok(Some(record)) = records.read() {
        found.push(record);
        if found.len() == LOOKED_AT {
            return found;
        }
    }
    if found.len() > 1 && !head.ends_with(b"\n") {
        found.pop();
    }
    found
}

/// Names are words: no address, no number, no link among them, and each once.
pub fn is_header(first: &[String], second: Option<&Vec<String>>) -> bool {
    let full: Vec<&str> = first.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty()).collect();
    let is_value = |cell: &&str| {
        cell.contains('@')
            || cell.contains("://")
            || cell.chars().filter(char::is_ascii_digit).count() * 2 > cell.chars().count()
            || cell.chars().count() > 60
    };
    if full.is_empty() || full.iter().any(is_value) || full.len() * 2 < first.len() {
        return false;
    }
    // One row alone, or one that looks like all others, could be either: names are the rule.
    let has_values = second.is_some_and(|row| row.iter().any(|cell| is_value(&cell.trim())));
    has_values || full.iter().any(|cell| crate::imports::mapping::is_known_name(cell)) || second.is_some()
}
