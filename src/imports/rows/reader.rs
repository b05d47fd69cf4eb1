//! Rows of a file, some at a time, from wherever reading stopped.

use super::read::{Plan, Row};
use crate::{
    imports::file::{Decoder, Position, Records},
    kernel::error::{Error, Result},
};
use entity::import;
use std::{
    fs::File,
    io::{Read, Seek},
    path::Path,
};

/// A file being read.
pub struct RowReader {
    records: Records<File>,
    plan: Plan,
    decoder: Decoder,
}

impl RowReader {
    /// From this place on.
    pub fn open(path: &Path, import: &import::Model, from: Position) -> Result<Self> {
        let file = File::open(path).map_err(Error::internal)?;
        Ok(Self {
            records: Records::new(file, delimiter(import), from).map_err(Error::internal)?,
            plan: Plan::of(import),
            decoder: decoder(import),
        })
    }

    /// The next row.
    pub fn row(&mut self) -> Result<Option<Row>> {
        let record = self.records.read().map_err(Error::internal)?;
        Ok(record.map(|record| self.plan.row(&record, self.decoder)))
    }

    /// Where it begins.
    pub fn position(&self) -> Position {
        self.records.position()
    }
}

/// The cells of some rows as text, whatever they are.
pub fn raw(
    text: impl Read + Seek,
    import: &import::Model,
    from: Position,
    most: usize,
) -> Result<Vec<Vec<String>>> {
    let mut records = Records::new(text, delimiter(import), from).map_err(Error::internal)?;
    let (decoder, mut rows) = (decoder(import), vec![]);
    while rows.len() < most
        && let Some(record) = records.read().map_err(Error::internal)?
    {
        rows.push(record.cells.iter().map(|cell| decoder.text(cell).text.into_owned()).collect());
    }
    Ok(rows)
}

fn delimiter(import: &import::Model) -> u8 {
    import.delimiter.bytes().next().unwrap_or(b',')
}

fn decoder(import: &import::Model) -> Decoder {
    Decoder::named(&import.encoding).unwrap_or(Decoder::of(encoding_rs::UTF_8))
}
