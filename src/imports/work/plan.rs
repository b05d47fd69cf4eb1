//! Planning: every row is judged, nothing is written but what would happen.

use super::{
    ahead, convert,
    judge::{How, Judged, judge},
    rows::tally,
    seen::{Met, Seen},
    task::{Clock, aside, hold, job_of, place, position, source},
};
use crate::{
    imports::{
        commands::{save, take},
        events::{ImportProgressed, ImportRef},
        rows::RowReader,
        state::Step,
    },
    jobs::{self, Progress},
    kernel::{
        change,
        error::Result,
        queue::{Ended, Failure, Slice},
        tx::Tx,
    },
};
use entity::{
    ids::TypedId,
    import::{Entity, Model},
    import_keys,
    import_parts::{ImportPlan, RowSample},
    import_row::RowOutcome,
};
use sea_orm::{ColumnTrait, QueryFilter};
use std::{collections::BTreeSet, time::Duration};

/// Rows of each outcome that are shown.
const SAMPLES: usize = 5;
/// Lines named of those in another encoding.
const LINES: usize = 20;

/// Judges rows for a while, then writes down how far it came.
pub async fn turn(slice: &Slice, import: Model) -> Result<Ended, Failure> {
    if let Some(packed) = convert::needed(slice.app(), slice.scope(), &import).await? {
        return convert::turn(slice, import, packed).await;
    }
    let (app, scope, clock) = (slice.app(), slice.scope(), Clock::start());
    let reader = scope.read(app);
    let path = source(app, scope, &import).await?;
    let mut seen = Seen::load(scope, &import, &reader).await?;
    let mut plan = import.plan.clone().unwrap_or_default();
    let mut rows = RowReader::open(&path, &import, position(&import))?;
    let rows_before = plan.counts.rows;
    let (at, is_last) = loop {
        let batch = ahead::batch((app, scope), &mut rows, &import).await?;
        let how = How { is_held: false, is_apart: &|row| seen.is_apart(row) };
        let judged = judge((app, scope), &reader, &import, (batch.rows, &batch.known), how).await?;
        count(&mut plan, &judged, &mut seen);
        if batch.is_last || clock.is_over() {
            break (batch.at, batch.is_last);
        }
    };
    plan.is_partial = seen.is_full;
    let fresh = seen.into_fresh();
    let mut tx = slice.begin().await?;
    let Some(was) = hold(&mut tx, &import).await? else { return aside(slice, tx, &import).await };
    if was.version != import.version {
        // Mapped anew and tried again in between: these rows were judged by a mapping that is gone.
        return Err(Failure::Later(Duration::from_millis(50)));
    }
    let (at_offset, at_line) = place(at)?;
    let done = plan.counts.rows - rows_before;
    let is = Model { at_offset, at_line, plan: Some(plan), ..was.clone() };
    let percent = at_offset * 100 / import.bytes.max(1);
    let progress = Progress {
        percent: i32::try_from(percent).ok(),
        processed: i32::try_from(done).unwrap_or(i32::MAX),
        note: Some("Looking at the rows".to_owned()),
        ..Progress::default()
    };
    jobs::progress(&mut tx, job_of(&import)?, progress).await?;
    if !is_last {
        fresh.keep(&tx, import.id).await?;
        step(&mut tx, &was, &is).await?;
        return slice.again(tx, None).await;
    }
    end(slice, tx, was, is).await
}

async fn end(slice: &Slice, mut tx: Tx, was: Model, is: Model) -> Result<Ended, Failure> {
    let rows = is.plan.as_ref().map_or(0, |plan| plan.counts.rows);
    jobs::complete(&mut tx, job_of(&was)?, Some(format!("{rows} rows looked at"))).await?;
    let status = take(&tx, &was, Step::Plan).await?;
    let is = Model { status, planned_at: Some(tx.now()), ..is };
    save(&mut tx, &was, is).await?;
    let keys = tx.delete::<import_keys::Entity>().filter(import_keys::Column::ImportId.eq(was.id));
    keys.exec(&tx).await?;
    slice.done(tx).await
}

/// Writes how far it is; the version stays: nobody changed anything.
async fn step(tx: &mut Tx, was: &Model, is: &Model) -> Result<()> {
    change::write::<Entity>(tx, was, is).await?;
    let rows = is.plan.as_ref().map_or(0, |plan| plan.counts.rows);
    tx.emit(&ImportProgressed { of: ImportRef::from(is), rows }).await
}

fn count(plan: &mut ImportPlan, judged: &Judged, seen: &mut Seen) {
    for verdict in &judged.verdicts {
        let (mut outcome, mut is_beside) = (verdict.outcome, false);
        if let Some(slot) = verdict.place.map(|place| &judged.book.slots[place])
            && outcome != RowOutcome::Duplicate
        {
            let id = slot.was.as_ref().map(|was| was.id.shown());
            // Leads made by earlier rows are not there yet.
            match seen.person(&slot.is, id.as_deref()) {
                Met::Again => outcome = RowOutcome::Duplicate,
                Met::Beside => is_beside = true,
                Met::Nobody => {}
            }
        }
        tally(&mut plan.counts, outcome, is_beside || !verdict.problems.is_empty());
        if plan.samples.iter().filter(|sample| sample.outcome == outcome).count() < SAMPLES {
            plan.samples.push(RowSample { outcome, line: verdict.line, offset: verdict.offset });
        }
        if verdict.is_foreign {
            plan.foreign += 1;
            if plan.foreign_lines.len() < LINES {
                plan.foreign_lines.push(verdict.line);
            }
        }
    }
    let employers = judged.book.slots.iter().filter_map(|slot| slot.is.company_id);
    let new: BTreeSet<&str> = employers.filter_map(|id| judged.companies.key_of_new(id)).collect();
    plan.counts.companies += new.into_iter().map(|key| i64::from(!seen.company(key))).sum::<i64>();
}
