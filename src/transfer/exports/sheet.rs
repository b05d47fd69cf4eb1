//! An XLSX file, made of the spool in one go: the format is a ZIP of sheets, which cannot be gone on with after a stop.
//! Rows go through one at a time; texts are cells of type text, so nothing in them is a formula.

use super::write::text;
use crate::kernel::error::{Error, Result};
use rust_xlsxwriter::{Workbook, Worksheet, XlsxError};
use serde_json::Value;
use std::{
    fs::File,
    io::{self, BufRead, BufReader, Write},
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
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
    /// What takes longer is refused.
    pub longest: Duration,
}

/// Whoever waits for it may go away: then it stops, or it would write on beside the next attempt.
struct Waiting(Arc<AtomicBool>);

impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// The file, as long as it is wanted: packing rows takes as long as putting them down.
struct Wanted<'a> {
    file: File,
    is_wanted: &'a (dyn Fn() -> bool + Sync),
}

impl Write for Wanted<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if (self.is_wanted)() { self.file.write(bytes) } else { Err(unwanted()) }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Sheet {
    /// Makes the file; `false` when it was told to stop before it was done.
    pub async fn write(self, stop: Arc<AtomicBool>) -> Result<bool> {
        let _waiting = Waiting(stop.clone());
        tokio::task::spawn_blocking(move || self.build(&stop)).await.map_err(Error::internal)?
    }

    fn build(&self, stop: &AtomicBool) -> Result<bool> {
        let begun = Instant::now();
        let is_late = || begun.elapsed() >= self.longest;
        match self.fill(&|| !stop.load(Ordering::Relaxed) && !is_late()) {
            Ok(()) => Ok(true),
            Err(_) if stop.load(Ordering::Relaxed) => Ok(false),
            Err(_) if is_late() => {
                let why = "CSV or JSONL: a sheet of so many rows takes this machine longer than a minute";
                Err(Error::invalid("format", why))
            }
            Err(error) => Err(error),
        }
    }

    fn fill(&self, is_wanted: &(dyn Fn() -> bool + Sync)) -> Result<()> {
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
                if !is_wanted() {
                    return Err(Error::internal(unwanted()));
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
        let file = File::create(&self.target).map_err(Error::internal)?;
        workbook.save_to_writer(Wanted { file, is_wanted }).map_err(failed)
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

fn unwanted() -> io::Error {
    io::Error::other("nobody waits for this sheet any more")
}

#[cfg(test)]
mod tests {
    use super::Sheet;
    use crate::kernel::error::Error;
    use futures_util::FutureExt;
    use std::{
        path::Path,
        sync::{Arc, atomic::AtomicBool},
        time::{Duration, Instant},
    };

    const HOUR: Duration = Duration::from_hours(1);

    /// A sheet of so many rows.
    fn sheet(folder: &Path, rows: usize, longest: Duration) -> Sheet {
        let (spool, target) = (folder.join("spool"), folder.join("sheet"));
        std::fs::write(&spool, "[\"Ana\",1]\n".repeat(rows)).unwrap();
        Sheet { spool, target, columns: vec!["name".to_owned(), "number".to_owned()], longest }
    }

    #[tokio::test]
    async fn nobody_writes_on_when_nobody_waits_any_more() {
        let folder = tempfile::tempdir().unwrap();
        let (sheet, stop) = (sheet(folder.path(), 200_000, HOUR), Arc::new(AtomicBool::new(false)));
        let target = sheet.target.clone();
        assert!(sheet.write(stop.clone()).now_or_never().is_none(), "it was begun, and dropped");
        let begun = Instant::now();
        while Arc::strong_count(&stop) > 1 {
            assert!(begun.elapsed() < Duration::from_secs(60), "it is still being written");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        assert!(!target.exists(), "it was not written to its end");
    }

    #[tokio::test]
    async fn one_that_takes_too_long_says_what_would_be_right() {
        let folder = tempfile::tempdir().unwrap();
        let why = sheet(folder.path(), 9, Duration::ZERO).write(Arc::default()).await.unwrap_err();
        assert!(matches!(why, Error::Invalid(_)) && why.to_string().contains("CSV"), "{why:?}");
    }

    #[tokio::test]
    async fn one_that_is_stopped_is_no_failure_and_one_that_is_not_is_whole() {
        let folder = tempfile::tempdir().unwrap();
        let stop = Arc::new(AtomicBool::new(true));
        assert!(!sheet(folder.path(), 9, Duration::ZERO).write(stop).await.unwrap());
        let whole = sheet(folder.path(), 9, HOUR);
        let target = whole.target.clone();
        assert!(!target.exists() && whole.write(Arc::default()).await.unwrap());
        assert!(std::fs::read(target).unwrap().starts_with(b"PK"));
    }
}
