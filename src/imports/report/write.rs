//! Writes it: one pass over the file, picking the rows that are wanted.

use crate::{
    imports::file::{Decoder, Position, Record, Records, bare, is_formula},
    kernel::{
        app::App,
        error::{Error, Result},
        files::{NewFile, Writer},
        scope::Scope,
    },
};
use entity::{
    file::FilePurpose,
    import,
    import_row::{Column, Entity, Model, RowOutcome},
};
use sea_orm::{ActiveEnum, ColumnTrait, Condition, QueryFilter, QueryOrder, QuerySelect};
use std::{fs::File, path::PathBuf};

/// Rows read from the table at once.
const AT_ONCE: u64 = 2_000;

/// Bytes that are held before they are written: a row may have a megabyte.
const PIECE: usize = 256 * 1024;
/// Records passed over in one go.
const MANY: u32 = 10_000;

/// Outcomes that are told in it.
const TOLD: [RowOutcome; 3] = [RowOutcome::Conflicting, RowOutcome::Suppressed, RowOutcome::Invalid];

/// The file, ready to be finished; `None`: every row was taken whole.
pub async fn write(
    app: &App,
    scope: &Scope,
    import: &import::Model,
    source: PathBuf,
) -> Result<Option<Writer>> {
    let mut next = page(app, scope, import, -1).await?;
    if next.is_empty() {
        return Ok(None);
    }
    let stem = import.file_name.rsplit_once('.').map_or(import.file_name.as_str(), |(stem, _)| stem);
    let new = NewFile {
        name: format!("{stem}-errors.csv"),
        media_type: "text/csv".into(),
        purpose: FilePurpose::Errors,
        created_by: import.created_by,
        expires_at: None,
    };
    let mut out = app.files().create(scope.agency(), new).await?;
    let mut text = String::new();
    line(
        ["line", "outcome", "reason"].into_iter().chain(import.columns.0.iter().map(String::as_str)),
        &mut text,
    );
    let from = Position { offset: number(import.data_offset), line: number(import.data_line) };
    let file = File::open(source).map_err(Error::internal)?;
    let delimiter = import.delimiter.bytes().next().unwrap_or(b',');
    let mut records = Records::new(file, delimiter, from).map_err(Error::internal)?;
    let decoder = Decoder::named(&import.encoding).unwrap_or(Decoder::of(encoding_rs::UTF_8));
    while let Some(last) = next.last().map(|row| row.line) {
        for row in next {
            let found = at(&mut records, number(row.line)).await?;
            let cells = found.map(|record| record.cells).unwrap_or_default();
            let cells: Vec<String> =
                cells.iter().map(|cell| bare(&decoder.text(cell).text).to_owned()).collect();
            let told = [row.line.to_string(), row.outcome.to_value(), reason(&row)];
            line(told.iter().chain(&cells).map(String::as_str), &mut text);
            if text.len() > PIECE {
                out.write(text.as_bytes()).await?;
                text.clear();
            }
        }
        next = page(app, scope, import, last).await?;
    }
    out.write(text.as_bytes()).await?;
    out.settle().await?;
    Ok(Some(out))
}

/// The record on this line; others have their turn while many are passed over.
async fn at(records: &mut Records<File>, line: u64) -> Result<Option<Record>> {
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

async fn page(app: &App, scope: &Scope, import: &import::Model, after: i64) -> Result<Vec<Model>> {
    let told = Condition::any().add(Column::Outcome.is_in(TOLD)).add(Column::Problems.is_not_null());
    let rows = scope.find::<Entity>().filter(Column::ImportId.eq(import.id)).filter(told);
    let rows = rows.filter(Column::Line.gt(after)).order_by_asc(Column::Line).limit(AT_ONCE);
    Ok(rows.all(&scope.read(app)).await?)
}

fn number(value: i64) -> u64 {
    u64::try_from(value).unwrap_or(0)
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

fn line<'a>(cells: impl Iterator<Item = &'a str>, out: &mut String) {
    for (at, cell) in cells.enumerate() {
        if at > 0 {
            out.push(',');
        }
        quoted(&safe(cell), out);
    }
    out.push_str("\r\n");
}

/// A cell that a spreadsheet would take for a formula gets an apostrophe in front (OWASP, CSV injection).
#[must_use]
pub fn safe(cell: &str) -> String {
    let is_number = cell.strip_prefix(['+', '-']).is_some_and(|rest| {
        !rest.is_empty() && rest.chars().all(|c| c.is_ascii_digit() || " .,()/".contains(c))
    });
    if is_formula(cell) && !is_number { format!("'{cell}") } else { cell.to_owned() }
}

/// A cell as CSV.
pub fn quoted(cell: &str, out: &mut String) {
    let is_plain = !cell.contains([',', '"', '\n', '\r', ';', '\t']) && cell.trim() == cell;
    if is_plain {
        out.push_str(cell);
        return;
    }
    out.push('"');
    out.push_str(&cell.replace('"', "\"\""));
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::{quoted, safe};

    #[test]
    fn formulas_are_text_and_numbers_stay_numbers() {
        for formula in ["=1+1", "@SUM(A1)", "+cmd|x", "-2+3+cmd", "\t=1"] {
            assert_eq!(safe(formula), format!("'{formula}"), "{formula}");
        }
        for plain in ["+49 30 901820", "-12.5", "Ana", ""] {
            assert_eq!(safe(plain), plain);
        }
    }

    #[test]
    fn cells_are_quoted_where_they_must_be() {
        let mut out = String::new();
        quoted("a \"b\", c", &mut out);
        assert_eq!(out, "\"a \"\"b\"\", c\"");
    }
}
