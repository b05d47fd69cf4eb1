//! Files that rows cannot be read from as they are: workbooks, and text of two bytes a letter.

use super::{
    kinds::{FileKind, kind},
    spool::utf8,
    xlsx::{Unreadable, csv_of},
};
use std::{
    fs::File,
    io::{self, Read},
    path::Path,
};

/// Bytes of the text that say how to read the rest.
pub const HEAD: u64 = 1024 * 1024;

/// What it is, and how it becomes text of UTF-8.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Packed {
    Utf16 {
        is_big_endian: bool,
    },
    /// A ZIP archive: perhaps a workbook, of which the sheet of this name is read, or the first.
    Workbook {
        sheet: Option<String>,
    },
}

impl Packed {
    /// By a file's first bytes; `None`: rows are read from it as it is.
    #[must_use]
    pub fn of(start: &[u8], sheet: Option<String>) -> Option<Self> {
        match kind(start) {
            FileKind::Utf16 { is_big_endian } => Some(Self::Utf16 { is_big_endian }),
            FileKind::Zip => Some(Self::Workbook { sheet }),
            FileKind::Text | FileKind::Empty | FileKind::Other(_) => None,
        }
    }

    /// Hands on the text, until there are about `most` bytes of it; the sheet's name, of a workbook.
    pub fn unpack(
        &self,
        path: &Path,
        most: u64,
        out: impl FnMut(&[u8]) -> io::Result<()>,
    ) -> Result<Option<String>, Unreadable> {
        let file = File::open(path)?;
        match self {
            Self::Utf16 { is_big_endian } => {
                utf8(file.take(most.saturating_mul(2)), *is_big_endian, out)?;
                Ok(None)
            }
            Self::Workbook { sheet } => csv_of(file, sheet.as_deref(), most, out).map(Some),
        }
    }

    /// The start of the text, which the whole begins with; and the sheet's name.
    pub fn head(&self, path: &Path) -> Result<(Vec<u8>, Option<String>), Unreadable> {
        let mut text = vec![];
        let sheet = self.unpack(path, HEAD, |piece| {
            text.extend_from_slice(piece);
            Ok(())
        })?;
        Ok((text, sheet))
    }
}
