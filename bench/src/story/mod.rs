//! An operator's story, told to real processes: a messy file of 50,000 rows becomes leads of a list and a campaign, and goes
//! again as if it had never been; through GraphQL alone, then by `leadwire import`. Whoever wrote the file knows what must
//! become of each row. `story [--rows N] [--database sqlite|postgres]` ends with a table and an exit code.

mod books;
mod clerk;
mod command;
mod door;
mod fair;
mod found;

use crate::{
    messy::{Encoding, messy},
    soak::desk::{self, Backend, Place, Sheet},
};
use anyhow::{Context, Result, bail, ensure};
use books::Books;
use clerk::Clerk;
use fair::Fair;

const ROWS: usize = 50_000;
/// Below this some kinds of rows are not there.
const FEWEST: usize = 200;
/// Leads that the file does not speak of.
const OTHERS: usize = 100;

/// What was asked for on the command line.
struct Asked {
    rows: usize,
    backend: Option<Backend>,
}

impl Asked {
    fn parse(args: &[&str]) -> Result<Self> {
        let mut asked = Self { rows: ROWS, backend: None };
        let mut args = args.iter();
        while let Some(arg) = args.next() {
            let value = args.next().copied().with_context(|| format!("{arg} takes a value"))?;
            match *arg {
                "--rows" => asked.rows = value.parse().context("--rows takes a number")?,
                "--database" => asked.backend = Some(Backend::parse(value)?),
                other => bail!("{other} is unknown; there are --rows and --database"),
            }
        }
        ensure!(asked.rows >= FEWEST, "--rows: {FEWEST} at least");
        Ok(asked)
    }
}

pub async fn run(args: &[&str]) -> Result<()> {
    let asked = Asked::parse(args)?;
    let mut all = vec![];
    for backend in [Backend::Sqlite, Backend::Postgres] {
        if asked.backend.is_some_and(|only| only != backend) {
            continue;
        }
        let mut sheet = Sheet::new("story", backend, asked.rows as f64 / ROWS as f64);
        if let Err(error) = tell(&mut sheet, asked.rows).await {
            sheet.broke(&error);
        }
        sheet.close();
        all.push(sheet);
    }
    desk::conclude(&all)
}

async fn tell(sheet: &mut Sheet, rows: usize) -> Result<()> {
    let place = Place::new(sheet.backend, 1).await?;
    let file = messy(rows, Encoding::Utf8);
    let clerk = Clerk::at_work(&place).await?;
    let fair = Fair::prepare(&clerk, file.known + OTHERS).await?;
    let before = Books::read(&clerk, &fair).await?;
    let idle = clerk.memory()?;
    let errors = door::tell(sheet, &clerk, (&fair, &file)).await?;
    let after = Books::read(&clerk, &fair).await?;
    after.hold_against(&before, sheet, "GraphQL");
    sheet.note(
        "GraphQL: memory of the server, before and at most",
        format!("{} MiB, {} MiB", idle >> 20, clerk.peak()? >> 20),
    );
    clerk.leave().await?;
    let id = command::import(sheet, &place, (&fair, rows), &errors).await?;
    command::revert(sheet, &place, rows, &id).await?;
    let clerk = Clerk::at_work(&place).await?;
    Books::read(&clerk, &fair).await?.hold_against(&before, sheet, "command");
    clerk.leave().await
}
