//! The end of applying: the file of rows that could not be taken, and everybody told.

use super::task::{aside, hold, job_of};
use crate::{
    imports::{
        commands::{save, take},
        report,
        state::Step,
    },
    jobs,
    kernel::queue::{Ended, Failure, Slice},
};
use entity::import::Model;
use std::path::PathBuf;

/// Ends it: one pass over the file for the rows that could not be taken, where there are any.
pub async fn turn(slice: &Slice, import: Model, source: PathBuf) -> Result<Ended, Failure> {
    let errors = report::write(slice.app(), slice.scope(), &import, source).await?;
    let mut tx = slice.begin().await?;
    let Some(was) = hold(&mut tx, &import).await? else { return aside(slice, tx, &import).await };
    let file = match errors {
        Some(errors) => Some(errors.finish(&tx).await?.id),
        None => None,
    };
    let counts = &was.counts;
    let note =
        format!("{} created, {} updated, {} not taken", counts.created, counts.updated, not_taken(&was));
    jobs::complete(&mut tx, job_of(&was)?, Some(note)).await?;
    let status = take(&tx, &was, Step::Complete).await?;
    let is = Model { status, error_file_id: file, applied_at: Some(tx.now()), ..was.clone() };
    save(&mut tx, &was, is).await?;
    slice.done(tx).await
}

fn not_taken(import: &Model) -> i64 {
    let counts = &import.counts;
    counts.conflicting + counts.suppressed + counts.invalid
}
