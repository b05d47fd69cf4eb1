//! Writes it: one pass over the file, picking the rows that are wanted; some of them in a turn, so that it may be as long as
//! the file is.

use super::cells::line;
use crate::{
    imports::file::{Decoder, Position, Record, Records, bare},
    kernel::{
        app::App,
        error::{Error, Result},
        files::{NewFile, Writer},
        scope::Scope,
        tx::Tx,
    },
};
use entity::{
    file::{self, FilePurpose},
    ids::FileId,
    import,
    import_row::{Column, Entity, Model, RowOutcome},
};
use sea_orm::{ActiveEnum, ColumnTrait, Condition, QueryFilter, QueryOrder, QuerySelect, Select};
use serde::{Deserialize, Serialize};
use std::{
    fs::File,
    path::Path,
    time::{Duration, Instant},
};

/// Rows read from the table at once.
const AT_ONCE: usize = 2_000;
/// One turn reads at most so often, for so long.
const PAGES: usize = 5;
const TURN: Duration = Duration::from_millis(1_500);
/// Bytes that are held before they are written: a row may have a megabyte.
const PIECE: usize = 256 * 1024;
/// Records passed over in one go.
const MANY: u32 = 10_000;

/// Outcomes that are told in it.
const TOLD: [RowOutcome; 3] = [RowOutcome::Conflicting, RowOutcome::Suppressed, RowOutcome::Invalid];

/// How far it is, for the job's checkpoint.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Place {
    file: FileId,
    /// How long the file is.
    bytes: u64,
    /// The line of the last row in it.
    line: i64,
    /// Where the records behind that row begin.
    next: Position,
}

/// The file on its way.
pub struct Report<'a> {
    app: &'a App,
    scope: &'a Scope,
    import: &'a import::Model,
    out: Writer,
    records: Records<File>,
    line: i64,
}

impl<'a> Report<'a> {
    /// From this place; from the start where there is none, or its bytes are gone. `None`: every row was taken whole.
    pub async fn go_on(
        (app, scope): (&'a App, &'a Scope),
        import: &'a import::Model,
        source: &Path,
        place: Option<Place>,
    ) -> Result<Option<Self>> {
        let number = |value: i64| u64::try_from(value).unwrap_or(0);
        let from = Position { offset: number(import.data_offset), line: number(import.data_line) };
        let (out, line, from) = match resumed(app, scope, place).await? {
            Some((out, place)) => (out, place.line, place.next),
            None if told(scope, import, -1).one(&scope.read(app)).await?.is_none() => return Ok(None),
            None => (begun(app, scope, import).await?, -1, from),
        };
        let file = File::open(source).map_err(Error::internal)?;
        let delimiter = import.delimiter.bytes().next().unwrap_or(b',');
        let records = Records::new(file, delimiter, from).map_err(Error::internal)?;
        Ok(Some(Self { app, scope, import, out, records, line }))
    }

    /// Adds rows for a while; `true`: all of them are in it.
    pub async fn write(&mut self) -> Result<bool> {
        let begun = Instant::now();
        for _ in 0..PAGES {
            let rows = told(self.scope, self.import, self.line).limit(AT_ONCE as u64);
            let rows = rows.all(&self.scope.read(self.app)).await?;
            self.add(&rows).await?;
            if rows.len() < AT_ONCE {
                self.out.settle().await?;
                return Ok(true);
            }
            if begun.elapsed() > TURN {
                break;
            }
        }
        self.out.flush().await?;
        Ok(false)
    }

    async fn add(&mut self, rows: &[Model]) -> Result<()> {
        let decoder = Decoder::named(&self.import.encoding).unwrap_or(Decoder::of(encoding_rs::UTF_8));
        let mut text = String::new();
        for row in rows {
            let cells = at(&mut self.records, row.line).await?.map(|record| record.cells).unwrap_or_default();
            let cells: Vec<String> =
                cells.iter().map(|cell| bare(&decoder.text(cell).text).to_owned()).collect();
            let told = [row.line.to_string(), row.outcome.to_value(), reason(row)];
            line(told.iter().chain(&cells).map(String::as_str), &mut text);
            self.line = row.line;
            if text.len() > PIECE {
                self.out.write(text.as_bytes()).await?;
                text.clear();
            }
        }
        self.out.write(text.as_bytes()).await
    }

    /// Stops for now; [`Report::go_on`] goes on from what is answered here.
    pub async fn pause(self, tx: &Tx) -> Result<Place> {
        let (file, next) = (self.out.row().id, self.records.position());
        Ok(Place { file, bytes: self.out.pause(tx).await?, line: self.line, next })
    }

    /// It is whole when `tx` commits.
    pub async fn finish(self, tx: &Tx) -> Result<FileId> {
        Ok(self.out.finish(tx).await?.id)
    }
}

async fn resumed(app: &App, scope: &Scope, place: Option<Place>) -> Result<Option<(Writer, Place)>> {
    let Some(place) = place else { return Ok(None) };
    let row = scope.find_by_id::<file::Entity>(place.file).one(&scope.read(app)).await?;
    let Some(row) = row else { return Ok(None) };
    Ok(app.files().resume(row, place.bytes).await?.map(|out| (out, place)))
}

async fn begun(app: &App, scope: &Scope, import: &import::Model) -> Result<Writer> {
    let stem = import.file_name.rsplit_once('.').map_or(import.file_name.as_str(), |(stem, _)| stem);
    let new = NewFile {
        name: format!("{stem}-errors.csv"),
        media_type: "text/csv".into(),
        purpose: FilePurpose::Errors,
        created_by: import.created_by,
        expires_at: None,
    };
    let mut out = app.files().create(scope.agency(), new).await?;
    let mut head = String::new();
    let columns = import.columns.0.iter().map(String::as_str);
    line(["line", "outcome", "reason"].into_iter().chain(columns), &mut head);
    out.write(head.as_bytes()).await?;
    Ok(out)
}

/// The record on this line; others have their turn while many are passed over.
async fn at(records: &mut Records<File>, line: i64) -> Result<Option<Record>> {
    let line = u64::try_from(line).unwrap_or(0);
    let mut left = MANY;
    loop {
        match records.read().map_err(Error::internal)? {
            Some(record) if record.at.line < line => left -= 1,
            found => return Ok(found),
        }
        if left == 0 {
            tokio::task::yield_now().await;
            left = MANY;
        }
    }
}

/// The rows that are told in it, behind this line.
fn told(scope: &Scope, import: &import::Model, line: i64) -> Select<Entity> {
    let told = Condition::any().add(Column::Outcome.is_in(TOLD)).add(Column::Problems.is_not_null());
    let rows = scope.find::<Entity>().filter(Column::ImportId.eq(import.id)).filter(told);
    rows.filter(Column::Line.gt(line)).order_by_asc(Column::Line)
}

/// In words; names fields and says what would be right.
fn reason(row: &Model) -> String {
    let told: Vec<String> = row
        .problems
        .iter()
        .flat_map(|problems| &problems.0)
        .map(|problem| match &problem.field {
            Some(field) => format!("{field}: {}", problem.message),
            None => format!("expected {}", problem.message),
        })
        .collect();
    told.join("; ")
}
