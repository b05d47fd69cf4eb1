//! Looks through XML as it is unpacked: could a reader that holds one cell, one tag, one comment hold too much? It holds nothing
//! itself but the names of the elements it is in. Pure. A reader of XML would not do: it hands out a text or a tag when it has
//! all of it, which is what is to be kept from it.
//!
//! The reader behind it believes whatever end tag comes; so where one does not match what was opened, or a cell is in a cell,
//! nobody knows any more what that reader holds, and the document is refused.

use std::io::{self, Write};

/// Elements in each other.
const DEPTH: usize = 64;
/// Bytes of one name.
const NAME: usize = 128;

/// What is wrong with a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// A cell, or a piece of what is between them, is longer than may be.
    Long,
    /// It is not well-formed, or nothing that a spreadsheet program writes.
    Malformed,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Text,
    /// Behind `<`.
    Opened,
    /// In the name of a tag.
    Name,
    /// Behind its name.
    Tag,
    /// In a value of it.
    Value(u8),
    /// Behind `<!`, until it is clear which it is.
    Bang,
    /// So many dashes were seen last.
    Comment(u8),
    /// So many brackets were seen last.
    Quoted(u8),
    /// Behind `<?`; whether a question mark was seen last.
    Instruction(bool),
}

/// A document that is being looked through.
#[derive(Debug)]
pub struct Markup {
    state: State,
    most: u64,
    /// Bytes since the last cell, or since the last tag where there is none.
    held: u64,
    /// The tag's name, or what stands behind `<!`.
    name: Vec<u8>,
    is_end: bool,
    /// The byte before this one, in a tag.
    last: u8,
    /// Names of the elements it is in, one behind the other, and how long each is.
    path: Vec<u8>,
    lengths: Vec<usize>,
    /// How deep the cell is that it is in.
    cell: Option<usize>,
    wrong: Option<Wrong>,
}

impl Markup {
    /// Of which nobody holds more than so many bytes at a time.
    pub fn of_most(most: u64) -> Self {
        Self {
            state: State::Text,
            most,
            held: 0,
            name: vec![],
            is_end: false,
            last: 0,
            path: vec![],
            lengths: vec![],
            cell: None,
            wrong: None,
        }
    }

    /// What was wrong with it first.
    pub fn wrong(&self) -> Option<Wrong> {
        self.wrong
    }

    fn piece(&mut self, mut bytes: &[u8]) -> Result<(), Wrong> {
        // No text has these; and by them some encodings write bytes that are tags in others.
        if bytes.iter().any(|byte| matches!(byte, 0 | 0x1B)) {
            return Err(Wrong::Malformed);
        }
        while let Some((first, rest)) = bytes.split_first() {
            // Most of a sheet is passed over at once.
            let ends = |end: u8| bytes.iter().position(|byte| *byte == end).unwrap_or(bytes.len());
            let passed = match self.state {
                State::Text => ends(b'<'),
                State::Value(quote) => ends(quote),
                _ => 0,
            };
            if passed > 0 {
                bytes = &bytes[passed..];
                self.hold(passed as u64)?;
                continue;
            }
            bytes = rest;
            self.hold(1)?;
            self.byte(*first)?;
        }
        Ok(())
    }

    fn hold(&mut self, bytes: u64) -> Result<(), Wrong> {
        self.held += bytes;
        if self.held > self.most { Err(Wrong::Long) } else { Ok(()) }
    }

    fn byte(&mut self, byte: u8) -> Result<(), Wrong> {
        self.state = match (self.state, byte) {
            (State::Text, _) => {
                self.released();
                State::Opened
            }
            (State::Opened, b'!') => {
                self.name.clear();
                State::Bang
            }
            (State::Opened, b'?') => State::Instruction(false),
            (State::Opened, b'/') => self.named(true),
            (State::Opened, b'<' | b'>' | b'"' | b'\'' | b' ' | b'\t' | b'\r' | b'\n') => {
                return Err(Wrong::Malformed);
            }
            (State::Opened, _) => {
                let state = self.named(false);
                self.name.push(byte);
                self.last = byte;
                state
            }
            (State::Name | State::Tag, b'>') => self.tag()?,
            (State::Name | State::Tag, b'<') => return Err(Wrong::Malformed),
            (State::Name, b'"' | b'\'') => return Err(Wrong::Malformed),
            (State::Name, b' ' | b'\t' | b'\r' | b'\n') => self.seen(byte, State::Tag),
            (State::Name, _) if self.name.len() == NAME => return Err(Wrong::Malformed),
            (State::Name, _) => {
                self.name.push(byte);
                self.seen(byte, State::Name)
            }
            // Some take that for another name.
            (State::Tag, _) if self.is_end && !byte.is_ascii_whitespace() => return Err(Wrong::Malformed),
            (State::Tag, b'"' | b'\'') => State::Value(byte),
            (State::Tag, _) => self.seen(byte, State::Tag),
            (State::Value(_), _) => self.seen(byte, State::Tag),
            (State::Bang, _) => {
                self.name.push(byte);
                match self.name.as_slice() {
                    b"--" => State::Comment(0),
                    b"[CDATA[" => State::Quoted(0),
                    start if b"--".starts_with(start) || b"[CDATA[".starts_with(start) => State::Bang,
                    // What a document declares of itself; spreadsheets declare nothing.
                    _ => return Err(Wrong::Malformed),
                }
            }
            (State::Comment(2) | State::Quoted(2) | State::Instruction(true), b'>') => {
                self.released();
                State::Text
            }
            (State::Comment(dashes), b'-') => State::Comment((dashes + 1).min(2)),
            (State::Comment(_), _) => State::Comment(0),
            (State::Quoted(brackets), b']') => State::Quoted((brackets + 1).min(2)),
            (State::Quoted(_), _) => State::Quoted(0),
            (State::Instruction(_), b'>') => return Err(Wrong::Malformed),
            (State::Instruction(_), _) => State::Instruction(byte == b'?'),
        };
        Ok(())
    }

    /// Outside a cell a reader lets go of what it has read.
    fn released(&mut self) {
        if self.cell.is_none() {
            self.held = 0;
        }
    }

    fn named(&mut self, is_end: bool) -> State {
        self.name.clear();
        (self.is_end, self.last) = (is_end, 0);
        State::Name
    }

    fn seen(&mut self, byte: u8, state: State) -> State {
        self.last = byte;
        state
    }

    /// A tag is whole.
    fn tag(&mut self) -> Result<State, Wrong> {
        let is_empty = self.last == b'/' && !self.is_end;
        if is_empty && self.name.last() == Some(&b'/') {
            self.name.pop();
        }
        match (self.is_end, is_empty) {
            (true, _) => self.left()?,
            (false, false) => self.entered()?,
            (false, true) => {}
        }
        self.released();
        Ok(State::Text)
    }

    fn entered(&mut self) -> Result<(), Wrong> {
        let is_cell = is_cell(&self.name)?;
        if self.lengths.len() == DEPTH || (is_cell && self.cell.is_some()) {
            return Err(Wrong::Malformed);
        }
        self.path.extend_from_slice(&self.name);
        self.lengths.push(self.name.len());
        if is_cell {
            self.cell = Some(self.lengths.len());
        }
        Ok(())
    }

    fn left(&mut self) -> Result<(), Wrong> {
        let depth = self.lengths.len();
        let start = self.path.len() - self.lengths.pop().ok_or(Wrong::Malformed)?;
        if self.path[start..] != self.name {
            return Err(Wrong::Malformed);
        }
        self.path.truncate(start);
        if self.cell == Some(depth) {
            self.cell = None;
        }
        Ok(())
    }
}

/// A cell of a sheet, or a text of the table of texts; whatever stands for its namespace.
fn is_cell(name: &[u8]) -> Result<bool, Wrong> {
    let mut parts = name.splitn(3, |byte| *byte == b':');
    match (parts.next(), parts.next(), parts.next()) {
        (Some(local), None, _) | (_, Some(local), None) => Ok(matches!(local, b"c" | b"si")),
        _ => Err(Wrong::Malformed),
    }
}

/// Takes everything: how long a document is is counted by whoever writes it, to its end.
impl Write for Markup {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.wrong.is_none() {
            self.wrong = self.piece(bytes).err();
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
#[path = "markup_tests.rs"]
mod tests;
