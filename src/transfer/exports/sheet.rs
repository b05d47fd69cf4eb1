//! An XLSX file, made of the spool in one go: the format is a ZIP of sheets, which cannot be gone on with after a stop.
//! Rows go through one at a time; texts are cells of type text, so nothing in them is a formula.

use super::write::text;
use crate::kernel::error::{Error, Result};
use rust_xlsxwriter::{Workbook, Worksheet, XlsxError};
use serde_json::Value;
use std::{
    fs::File,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

/// Rows of one sheet, without the head; the rest goes to the next.
const ROWS: u32 = 1_048_575;
/// Characters of one cell; what is longer is cut off.
const CHARACTERS: usize = 32_000;
/// Numbers are kept as 64-bit floats, which hold whole numbers exactly up to here.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// From where to where, and under which heads.
pub(super) struct Sheet {
    pub spool: PathBuf,
    pub target: PathBuf,
    pub columns: Vec<String>,
}

impl Sheet {
    /// Makes the file; `false` when it was told to stop before it was done.
    pub async fn write(self, stop: Arc<AtomicBool>) -> Result<bool> {
        tokio::task::spawn_blocking(move || self.build(&stop)).await.map_err(Error::internal)?
    }

    fn build(&self, stop: &AtomicBool) -> Result<bool> {
        let mut workbook = Workbook::new();
        let folder = self.target.parent().unwrap_or(Path::new("."));
        workbook.set_tempdir(folder).map_err(failed)?;
        let mut lines = BufReader::new(File::open(&self.spool).map_err(Error::internal)?).lines();
        let mut is_over = false;
        while !is_over {
            let sheet = workbook.add_worksheet_with_constant_memory().map_err(failed)?;
            self.head(sheet)?;
            let mut row = 1;
            loop {
                if stop.load(Ordering::Relaxed) {
                    return Ok(false);
                }
                let Some(line) = lines.next().transpose().map_err(Error::internal)? else {
                    is_over = true;
                    break;
                };
                put(sheet, row, &line)?;
                row += 1;
                if row > ROWS {
                    break;
                }
            }
        }
        workbook.save(&self.target).map_err(failed)?;
        Ok(true)
    }

    fn head(&self, sheet: &mut Worksheet) -> Result<()> {
        for (at, name) in self.columns.iter().enumerate() {
            sheet.write_string(0, column(at)?, name).map_err(failed)?;
        }
        sheet.set_freeze_panes(1, 0).map_err(failed)?;
        Ok(())
    }
}

fn put(sheet: &mut Worksheet, row: u32, line: &str) -> Result<()> {
    let cells: Vec<Value> = serde_json::from_str(line)?;
    for (at, cell) in cells.iter().enumerate() {
        let column = column(at)?;
        let written = match cell {
            Value::Null => continue,
            Value::Bool(is_true) => sheet.write_boolean(row, column, *is_true),
            Value::Number(number) => match number.as_f64().filter(|number| number.abs() < EXACT) {
                Some(number) => sheet.write_number(row, column, number),
                None => sheet.write_string(row, column, number.to_string()),
            },
            other => {
                let text: String = text(other).chars().take(CHARACTERS).collect();
                sheet.write_string(row, column, text)
            }
        };
        written.map_err(failed)?;
    }
    Ok(())
}

fn column(at: usize) -> Result<u16> {
    u16::try_from(at).map_err(Error::internal)
}

fn failed(error: XlsxError) -> Error {
    Error::internal(error)
}
