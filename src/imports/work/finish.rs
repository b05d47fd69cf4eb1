//! The end of applying: the file of rows that could not be taken, and everybody told.

use super::task::{aside, hold, job_of};
use crate::{
    imports::{
        commands::{save, take},
        report::Report,
        state::Step,
    },
    jobs,
    kernel::queue::{Ended, Failure, Slice},
};
use entity::{import::Model, job};
use std::path::PathBuf;

/// Ends it: one pass over the file for the rows that could not be taken, where there are any; in as many turns as it takes.
pub async fn turn(slice: &Slice, import: Model, source: PathBuf) -> Result<Ended, Failure> {
    let (app, scope) = (slice.app(), slice.scope());
    let job = scope.get::<job::Entity>(job_of(&import)?, &scope.read(app)).await?;
    let mut report = Report::go_on((app, scope), &import, &source, jobs::checkpoint_of(&job)).await?;
    let is_whole = match &mut report {
        Some(report) => report.write().await?,
        None => true,
    };
    let mut tx = slice.begin().await?;
    let Some(was) = hold(&mut tx, &import).await? else { return aside(slice, tx, &import).await };
    let file = match report {
        Some(report) if is_whole => Some(report.finish(&tx).await?),
        Some(report) => {
            let place = report.pause(&tx).await?;
            jobs::checkpoint(&tx, job.id, &place).await?;
            return slice.again(tx, None).await;
        }
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
