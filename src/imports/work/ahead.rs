//! The next rows: read, prepared, and who of them is known looked up, while the rows before them are written. So the database
//! works on one processor and a reader's on another.

use super::{
    judge::{Prepared, prepare},
    task::ROWS,
};
use crate::{
    crm::leads::upsert::many,
    imports::{file::Position, rows::RowReader},
    kernel::{app::App, error::Result, scope::Scope},
};
use entity::{ids::LeadId, import::Model, lead};
use std::collections::BTreeSet;
use tokio::task::yield_now;

/// Rows between which whoever is waited for meanwhile gets on: a tenth of a thousandth of a second each.
const PIECE: usize = 16;
/// Bytes of the file in one batch, more or less: a row can be a thousand times longer than most.
const BYTES: u64 = 8 * 1024 * 1024;

/// Some rows, and where reading stopped.
pub struct Batch {
    pub rows: Vec<Prepared>,
    /// The leads that have a key of one of these people.
    pub known: BTreeSet<LeadId>,
    /// Where the next row begins.
    pub at: Position,
    /// There are no more.
    pub is_last: bool,
}

/// The next rows.
pub async fn batch((app, scope): (&App, &Scope), reader: &mut RowReader, import: &Model) -> Result<Batch> {
    let (mut rows, mut is_last) = (vec![], false);
    let end = reader.position().offset + BYTES;
    while rows.len() < ROWS && reader.position().offset < end {
        let Some(row) = reader.row()? else {
            is_last = true;
            break;
        };
        rows.push(prepare(import, row)?);
        if rows.len() % PIECE == 0 {
            yield_now().await;
        }
    }
    let known = known((app, scope), import, &rows).await?;
    Ok(Batch { rows, known, at: reader.position(), is_last })
}

/// The leads that have a key of one of these people.
pub async fn known(
    (app, scope): (&App, &Scope),
    import: &Model,
    rows: &[Prepared],
) -> Result<BTreeSet<LeadId>> {
    let people = rows.iter().filter_map(Prepared::candidate);
    many::known(scope, &scope.read(app), import.workspace_id, people).await
}

impl Batch {
    /// These leads were written since.
    pub fn learn<'a>(&mut self, written: impl Iterator<Item = &'a lead::Model> + Clone) {
        let people = self.rows.iter().filter_map(Prepared::candidate);
        self.known.extend(many::known_among(written, people));
    }
}
