//! The start of a file: how to read the rest of it.

use super::{
    bare::bare,
    decode::Decoder,
    guess,
    records::{MAX_CELLS, Position, Trouble},
};
use crate::kernel::error::{Error, Result};
use std::collections::{BTreeMap, HashSet};

/// What somebody says of their file; what is absent is found out.
#[derive(Clone, Debug, Default)]
pub struct Wish {
    pub encoding: Option<String>,
    /// One character.
    pub delimiter: Option<String>,
    pub has_header: Option<bool>,
}

/// How to read a file.
#[derive(Clone, Debug)]
pub struct Head {
    pub decoder: Decoder,
    pub delimiter: u8,
    pub header: HeaderRow,
    /// Where the first row of values begins.
    pub data: Position,
    /// The first rows of values.
    pub sample: Vec<Vec<String>>,
}

/// What the columns are called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeaderRow {
    /// Whether the file says so itself.
    pub is_given: bool,
    /// One name per column, each once.
    pub names: Vec<String>,
}

/// Reads the start of a file of text.
pub fn head(bytes: &[u8], wish: &Wish) -> Result<Head> {
    let bom = bytes.starts_with(b"\xEF\xBB\xBF");
    let decoder = decoder(bytes, bom, wish)?;
    let from = Position { offset: if bom { 3 } else { 0 }, line: 1 };
    let (declared, from) = match guess::declared(bytes, from) {
        Some((delimiter, next)) => (Some(delimiter), next),
        None => (None, from),
    };
    let delimiter = match (&wish.delimiter, declared) {
        (Some(wished), _) => single(wished)?,
        (None, Some(declared)) => declared,
        (None, None) => guess::delimiter(bytes, from),
    };
    let records = guess::sample(bytes, delimiter, from);
    let Some(first) = records.first() else {
        return Err(Error::invalid("fileId", "a file with rows; this one is empty"));
    };
    if first.trouble == Some(Trouble::ManyCells) {
        return Err(Error::invalid("fileId", format!("a file of at most {MAX_CELLS} columns")));
    }
    let mut rows: Vec<Vec<String>> = records.iter().map(|record| cells(&record.cells, decoder)).collect();
    let is_given = wish.has_header.unwrap_or_else(|| guess::is_header(&rows[0], rows.get(1)));
    let usual = usual_width(&rows);
    let first_row = if is_given { rows.remove(0) } else { vec![] };
    let data = if is_given { behind(bytes, delimiter, from) } else { from };
    let header = HeaderRow { is_given, names: names(&first_row, usual.max(first_row.len())) };
    rows.truncate(20);
    Ok(Head { decoder, delimiter, header, data, sample: rows })
}

fn decoder(bytes: &[u8], bom: bool, wish: &Wish) -> Result<Decoder> {
    match &wish.encoding {
        Some(label) => Decoder::named(label).ok_or_else(|| {
            Error::invalid("encoding", "an encoding by its usual name, such as utf-8 or windows-1252")
        }),
        None if bom => Ok(Decoder::of(encoding_rs::UTF_8)),
        None => Ok(Decoder::of(guess::encoding(bytes))),
    }
}

fn single(wished: &str) -> Result<u8> {
    match wished.as_bytes() {
        [byte] if !matches!(byte, b'"' | b'\n' | b'\r') && byte.is_ascii() => Ok(*byte),
        b"\\t" => Ok(b'\t'),
        _ => Err(Error::invalid("delimiter", "one character, such as ; or , or a tab")),
    }
}

/// As many cells as most rows have: one with a surplus cell makes no column.
fn usual_width(rows: &[Vec<String>]) -> usize {
    let mut often: BTreeMap<usize, usize> = BTreeMap::new();
    for row in rows {
        *often.entry(row.len()).or_default() += 1;
    }
    often.into_iter().max_by_key(|(width, often)| (*often, *width)).map_or(1, |(width, _)| width)
}

/// Where the second record begins.
fn behind(bytes: &[u8], delimiter: u8, from: Position) -> Position {
    let cursor = std::io::Cursor::new(bytes);
    let Ok(mut records) = super::records::Records::new(cursor, delimiter, from) else { return from };
    let _ = records.read();
    records.position()
}

/// Cells as text.
pub fn cells(cells: &[Vec<u8>], decoder: Decoder) -> Vec<String> {
    cells.iter().map(|cell| bare(&decoder.text(cell).text).to_owned()).collect()
}

/// A name for each column: its own, made single; one that has none is called by its number.
fn names(given: &[String], width: usize) -> Vec<String> {
    let mut seen = HashSet::new();
    let name = |at: usize| {
        let own = given.get(at).map(|name| name.split_whitespace().collect::<Vec<_>>().join(" "));
        let own: String = own.unwrap_or_default().chars().filter(|c| !c.is_control()).take(100).collect();
        let base = if own.is_empty() { format!("Column {}", at + 1) } else { own };
        let mut name = base.clone();
        let mut number = 2;
        while !seen.insert(name.to_lowercase()) {
            name = format!("{base} ({number})");
            number += 1;
        }
        name
    };
    (0..width.min(MAX_CELLS)).map(name).collect()
}
