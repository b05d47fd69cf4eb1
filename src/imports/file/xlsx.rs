//! A workbook's sheet as CSV, a row at a time. What a few kilobytes blow up to is counted before anything is read.

use super::{
    markup::{Markup, Wrong},
    records::{MAX_CELL, MAX_CELLS},
};
use calamine::{DataRef, Reader, Xlsx};
use std::io::{self, BufReader, Read, Seek};
use zip::ZipArchive;

/// What a workbook may unpack to, in all; and what its sheet may be as text, where one text may stand in a million cells.
const MAX_UNPACKED: u64 = 512 * 1024 * 1024;
/// Its table of texts, which is held in memory.
const MAX_STRINGS: u64 = 48 * 1024 * 1024;
/// Its styles and the rest of what is read whole; and one cell of a sheet.
const MAX_PART: u64 = 16 * 1024 * 1024;
/// Rows of text are packed to a tenth, not to a thousandth.
const MAX_RATIO: u64 = 250;
/// Below this much a ratio says nothing.
const SMALL: u64 = 4 * 1024 * 1024;
const MAX_PARTS: usize = 5_000;

/// Why a workbook cannot be read; a sentence for people, "a workbook …".
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    #[error("{0}")]
    Refused(&'static str),
    #[error("the disk failed: {0}")]
    Io(#[from] io::Error),
}

const BOMB: Unreadable =
    Unreadable::Refused("a workbook that does not unpack to hundreds of times its size; save it as CSV");
const LONG: Unreadable =
    Unreadable::Refused("a workbook whose sheet has at most 512 MiB of text; save this one as CSV");
const WORDY: Unreadable =
    Unreadable::Refused("a workbook whose cells have at most 16 MiB each; save this one as CSV");
const LADEN: Unreadable = Unreadable::Refused(
    "a workbook whose pictures and other parts have at most 16 MiB each; save this one as CSV",
);
const BROKEN: Unreadable = Unreadable::Refused("a workbook (XLSX) that is whole; this one is damaged");

/// Writes the first sheet, or the one of this name, as CSV, until `most` bytes are written; returns the sheet's name.
pub fn csv_of(
    mut file: impl Read + Seek,
    sheet: Option<&str>,
    most: u64,
    mut out: impl FnMut(&[u8]) -> io::Result<()>,
) -> Result<String, Unreadable> {
    guard(&mut file)?;
    file.rewind()?;
    let mut book: Xlsx<_> = Xlsx::new(BufReader::new(file)).map_err(|_| BROKEN)?;
    let names = book.sheet_names();
    let wanted = match sheet {
        Some(name) => names.iter().find(|known| known.trim().eq_ignore_ascii_case(name.trim())),
        None => names.first(),
    };
    let Some(name) = wanted.cloned() else {
        return Err(Unreadable::Refused("a workbook with a sheet of this name"));
    };
    let mut reader = book.worksheet_cells_reader(&name).map_err(|_| BROKEN)?;
    let mut row = Row::default();
    while let Some(cell) = reader.next_cell().map_err(|_| BROKEN)? {
        let (line, column) = cell.get_position();
        row.go_to(line, &mut out)?;
        if row.written >= most {
            return Ok(name);
        }
        row.put(column as usize, cell.get_value())?;
    }
    row.finish(&mut out)?;
    Ok(name)
}

/// Unpacks everything once, keeping nothing.
fn guard(file: &mut (impl Read + Seek)) -> Result<(), Unreadable> {
    let packed = file.seek(io::SeekFrom::End(0))?;
    file.rewind()?;
    let mut archive = ZipArchive::new(BufReader::new(file)).map_err(|_| BROKEN)?;
    if archive.len() > MAX_PARTS {
        return Err(BOMB);
    }
    let (mut total, mut is_book) = (0, false);
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).map_err(|_| BROKEN)?;
        let name = part.name().map_err(|_| BROKEN)?.to_ascii_lowercase();
        is_book |= name == "xl/workbook.xml";
        // The workbook itself says where its parts lie: whatever this one is called, it may be read as another.
        let is_strings = name.rsplit(['/', '\\']).next() == Some("sharedstrings.xml");
        let most = match name.as_str() {
            _ if is_strings => MAX_STRINGS,
            name if name.starts_with("xl/worksheets/") => MAX_UNPACKED,
            _ => MAX_PART,
        };
        let mut markup = Markup::of_most(MAX_PART);
        let mut unpacked = (&mut part).take(most + 1);
        let length = match most {
            MAX_PART => io::copy(&mut unpacked, &mut io::sink()),
            _ => io::copy(&mut unpacked, &mut markup),
        };
        let length = length.map_err(|_| BROKEN)?;
        total += length;
        let is_bomb = total > SMALL && total / packed.max(1) > MAX_RATIO;
        if is_bomb || length > most || total > MAX_UNPACKED {
            return Err(match name.as_str() {
                _ if is_bomb => BOMB,
                _ if is_strings => Unreadable::Refused("a workbook with less text; save this one as CSV"),
                name if name.ends_with(".xml") || name.ends_with(".rels") || total > MAX_UNPACKED => BOMB,
                _ => LADEN,
            });
        }
        // What is not longer in all needs no looking through.
        match markup.wrong().filter(|_| length > MAX_PART) {
            Some(Wrong::Long) => return Err(WORDY),
            Some(Wrong::Malformed) => return Err(BROKEN),
            None => {}
        }
    }
    if is_book {
        Ok(())
    } else {
        Err(Unreadable::Refused("a CSV file or a workbook (XLSX); this is another kind of archive"))
    }
}

/// The row being read.
#[derive(Default)]
struct Row {
    line: u32,
    cells: Vec<String>,
    /// Bytes of all rows before it.
    written: u64,
}

impl Row {
    /// Writes the rows before this one; empty ones as empty lines, so that line numbers are the sheet's.
    fn go_to(&mut self, line: u32, out: &mut impl FnMut(&[u8]) -> io::Result<()>) -> Result<(), Unreadable> {
        if line < self.line || line > 1_048_576 {
            return Err(BROKEN);
        }
        while self.line < line {
            self.finish(out)?;
            self.line += 1;
        }
        Ok(())
    }

    fn put(&mut self, column: usize, value: &DataRef<'_>) -> Result<(), Unreadable> {
        if matches!(value, DataRef::Empty) {
            return Ok(());
        }
        if column >= MAX_CELLS {
            return Err(Unreadable::Refused("a workbook of at most 512 columns"));
        }
        if self.cells.len() <= column {
            self.cells.resize(column + 1, String::new());
        }
        self.cells[column] = shown(value);
        Ok(())
    }

    fn finish(&mut self, out: &mut impl FnMut(&[u8]) -> io::Result<()>) -> Result<(), Unreadable> {
        let mut line = String::new();
        for (at, cell) in self.cells.drain(..).enumerate() {
            if at > 0 {
                line.push(',');
            }
            crate::imports::report::quoted(&cell, &mut line);
        }
        line.push('\n');
        self.written += line.len() as u64;
        if self.written > MAX_UNPACKED {
            return Err(LONG);
        }
        Ok(out(line.as_bytes())?)
    }
}

/// What the cell shows; of a formula its result, as the workbook remembers it.
fn shown(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number.to_string(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => short(text),
        DataRef::SharedString(text) => short(text),
        DataRef::Bool(is) => is.to_string(),
        DataRef::DateTime(at) => match at.to_ymd_hms_milli() {
            (year, month, day, 0, 0, 0, _) => format!("{year:04}-{month:02}-{day:02}"),
            (year, month, day, hour, minute, second, _) => {
                format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")
            }
        },
        // #N/A and its like are no values.
        DataRef::Error(_) | DataRef::Empty => String::new(),
    }
}

/// As much of a text as a reader takes, and a little more, so that it says that the cell is too long.
fn short(text: &str) -> String {
    let end = (MAX_CELL + 1..MAX_CELL + 5).find(|at| text.is_char_boundary(*at));
    end.and_then(|end| text.get(..end)).unwrap_or(text).to_owned()
}

#[cfg(test)]
#[path = "xlsx_tests.rs"]
mod tests;
