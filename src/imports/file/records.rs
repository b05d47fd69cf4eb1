//! Records of a CSV file, read as bytes and one at a time: whatever the file, only one record is in memory.
//!
//! RFC 4180 and what people make of it: any line end, spaces before a quote, text behind one that was opened on the same line.
//! What cannot be a row is told as trouble, and reading goes on behind it.

use serde::{Deserialize, Serialize};
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};

/// Columns of one record.
pub const MAX_CELLS: usize = 512;
/// Bytes of one cell; a longer one is passed over.
pub(super) const MAX_CELL: usize = 64 * 1024;
/// Bytes of one record.
const MAX_RECORD: usize = 1024 * 1024;
/// How far a quote may be from the one that closes it.
const MAX_QUOTED: u64 = 16 * 1024 * 1024;
/// After so many quotes that were never closed, [`MAX_CELL`] is as far as one is looked for.
const PATIENCE: u32 = 50;

/// Where the next record begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    /// Bytes from the start.
    pub offset: u64,
    /// The line, counted from 1; 0 before the start.
    pub line: u64,
}

/// Why a record is no row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// A cell has more than 64 KiB.
    LongCell,
    /// The whole record has more than 1 MiB.
    LongRecord,
    /// More than 512 columns.
    ManyCells,
    /// A quote that is never closed, or by one that opens another cell further down; reading went on at the next line.
    OpenQuote,
}

/// One record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    pub at: Position,
    /// As they stand in the file, without quotes. With trouble: what fits.
    pub cells: Vec<Vec<u8>>,
    pub trouble: Option<Trouble>,
}

impl Record {
    fn is_blank(&self) -> bool {
        self.trouble.is_none() && self.cells.iter().all(Vec::is_empty)
    }

    /// Adds to the last cell, as far as it fits.
    fn push(&mut self, byte: u8, held: &mut usize) {
        let Some(cell) = self.cells.last_mut() else { return };
        if cell.len() >= MAX_CELL {
            self.trouble.get_or_insert(Trouble::LongCell);
        } else if *held >= MAX_RECORD {
            self.trouble.get_or_insert(Trouble::LongRecord);
        } else {
            cell.push(byte);
            *held += 1;
        }
    }

    /// What stood before the quotes goes.
    fn open(&mut self) {
        if let Some(cell) = self.cells.last_mut() {
            cell.clear();
        }
    }

    /// Takes a byte between quotes; what is behind it.
    fn quoted(&mut self, byte: u8, held: &mut usize) -> State {
        match byte {
            b'"' => return State::Quote,
            b'\r' => self.push(b'\n', held),
            _ => self.push(byte, held),
        }
        State::Quoted
    }

    fn next_cell(&mut self) {
        if self.cells.len() >= MAX_CELLS {
            self.trouble.get_or_insert(Trouble::ManyCells);
        } else {
            self.cells.push(vec![]);
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// Nothing of the cell was seen but spaces.
    Start,
    Plain,
    Quoted,
    /// A quote inside quotes: the end of them, or the first of two that stand for one.
    Quote,
    /// Behind the quotes, and nothing of the cell was seen since but spaces.
    Closed,
}

impl State {
    /// Outside quotes, what is neither a quote, a delimiter nor a line end was seen.
    fn after(self, byte: u8) -> Self {
        match self {
            Self::Start if byte == b' ' => Self::Start,
            Self::Quote | Self::Closed if byte == b' ' => Self::Closed,
            _ => Self::Plain,
        }
    }
}

/// Reads records one after the other.
pub struct Records<R> {
    inner: BufReader<R>,
    delimiter: u8,
    at: Position,
    open_quotes: u32,
}

impl<R: Read + Seek> Records<R> {
    /// From a place where a record begins.
    pub fn new(mut inner: R, delimiter: u8, from: Position) -> io::Result<Self> {
        inner.seek(SeekFrom::Start(from.offset))?;
        let at = Position { line: from.line.max(1), ..from };
        Ok(Self { inner: BufReader::with_capacity(256 * 1024, inner), delimiter, at, open_quotes: 0 })
    }

    /// Where the next record begins.
    pub fn position(&self) -> Position {
        self.at
    }

    /// The next record that is not blank.
    pub fn read(&mut self) -> io::Result<Option<Record>> {
        loop {
            match self.any()? {
                Some(record) if record.is_blank() => {}
                found => return Ok(found),
            }
        }
    }

    fn any(&mut self) -> io::Result<Option<Record>> {
        let start = self.at;
        let mut record = Record { at: start, cells: vec![vec![]], trouble: None };
        let (mut state, mut held, mut quoted, mut first_line) = (State::Start, 0, 0_u64, None);
        // The line on which the last quotes were opened.
        let mut opened = start.line;
        let limit = if self.open_quotes < PATIENCE { MAX_QUOTED } else { MAX_CELL as u64 };
        while let Some(byte) = self.next()? {
            let is_end = matches!(byte, b'\n' | b'\r');
            if is_end {
                self.line_end(byte)?;
                first_line.get_or_insert(self.at);
            }
            if state == State::Quoted {
                (state, quoted) = (record.quoted(byte, &mut held), quoted + 1);
                if quoted > limit {
                    return self.give_up(record, first_line);
                }
                continue;
            }
            match byte {
                _ if is_end => return Ok(Some(record)),
                b'"' if state == State::Quote => {
                    record.push(b'"', &mut held);
                    state = State::Quoted;
                }
                b'"' if state == State::Start => {
                    record.open();
                    (state, quoted, opened) = (State::Quoted, 0, self.at.line);
                }
                _ if byte == self.delimiter => {
                    record.next_cell();
                    state = State::Start;
                }
                // What closed the quotes, lines further down, opens a cell there: the rows between are rows.
                _ if matches!(state, State::Quote | State::Closed)
                    && byte != b' '
                    && self.at.line > opened =>
                {
                    return self.give_up(record, first_line);
                }
                _ => {
                    record.push(byte, &mut held);
                    state = state.after(byte);
                }
            }
        }
        if state == State::Quoted {
            return self.give_up(record, first_line);
        }
        Ok((self.at.offset > start.offset).then_some(record))
    }

    /// The quote is never closed, or not by its own: its line is no row, and reading goes on behind that line.
    fn give_up(&mut self, record: Record, first_line: Option<Position>) -> io::Result<Option<Record>> {
        self.open_quotes += 1;
        if let Some(next) = first_line {
            let back = i64::try_from(self.at.offset - next.offset).map_err(io::Error::other)?;
            // What is held already is not read again: every line of a file may be given up.
            self.inner.seek_relative(-back)?;
            self.at = next;
        }
        let mut cells = record.cells;
        if let Some(last) = cells.last_mut() {
            let end = last.iter().position(|byte| *byte == b'\n').unwrap_or(last.len());
            last.truncate(end);
        }
        Ok(Some(Record { at: record.at, cells, trouble: Some(Trouble::OpenQuote) }))
    }

    fn next(&mut self) -> io::Result<Option<u8>> {
        let byte = self.inner.fill_buf()?.first().copied();
        if byte.is_some() {
            self.inner.consume(1);
            self.at.offset += 1;
        }
        Ok(byte)
    }

    /// A line ended with this byte; the second one of Windows goes with it.
    fn line_end(&mut self, byte: u8) -> io::Result<()> {
        self.at.line += 1;
        if byte == b'\r' && self.inner.fill_buf()?.first() == Some(&b'\n') {
            self.inner.consume(1);
            self.at.offset += 1;
        }
        Ok(())
    }
}
