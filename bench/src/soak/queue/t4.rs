//! T4: poisonous tasks end after exactly their attempts, and their neighbours are hardly disturbed.

use super::poison::{How, Poison};
use crate::soak::desk::{
    Backend, Place, Sheet,
    crew::{Crew, Spec},
    duty::{self, Done, Step, book, by_number, dead, effects, unfinished},
    pause, percentile, until,
};
use anyhow::Result;
use entity::{
    background_task::{self, TaskStatus},
    ids::BackgroundTaskId,
};
use leadwire::kernel::{queue::BackgroundTask, tx::Tx};
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, QueryFilter, Set};
use std::time::{Duration, Instant};

const AGENCIES: usize = 10;
const EVERY_MS: u64 = 40;
/// Neighbours alone first, to know what is normal.
const NORMAL: Duration = Duration::from_secs(30);
const PATIENCE: Duration = Duration::from_secs(420);
const HOW: [How; 4] = [How::Abort, How::Memory, How::Loop, How::Output];
const NOBODYS: &str = "soak.nobody_knows";
/// Address space of a worker process: the allocation that is too much fails at once, and touches no memory.
const LIMIT: &str = "ulimit -v 16000000";

pub async fn run(sheet: &mut Sheet) -> Result<()> {
    let place = Place::new(sheet.backend, AGENCIES + 1).await?;
    let spec = Spec::work(&place).after(LIMIT);
    let mut crew = Crew::start(vec![spec; place.workers()]).await?;
    let mut next = 0;
    let normal = Instant::now();
    while normal.elapsed() < NORMAL.mul_f64(sheet.scale) {
        neighbour(&place, &mut next).await?;
    }
    until("the neighbours are done", PATIENCE, async || Ok(unfinished(&place, Step::KIND).await? == 0))
        .await?;
    let before = delays(&effects(&place).await?, 0);
    let first = next;
    let begun = Instant::now();
    let mut ended = 0;
    unreadable(&place).await?;
    // One after the other: who shares a process with a killer dies with it, which is counted as an attempt.
    for how in HOW.map(Some).into_iter().chain([None]) {
        if let Some(how) = how {
            poison(&place, how).await?;
        }
        let kind = how.map_or(NOBODYS, |_| Poison::KIND);
        while unfinished(&place, kind).await? > 0 && begun.elapsed() < PATIENCE {
            for _ in 0..5 {
                neighbour(&place, &mut next).await?;
                ended += crew.tend().await?;
            }
        }
    }
    sheet.note("processes that ended and were started again", ended);
    sheet.note("poison done with after", format!("{:.0} s", begun.elapsed().as_secs_f64()));
    let tended = async || {
        crew.tend().await?;
        Ok(unfinished(&place, Step::KIND).await? == 0)
    };
    until("the neighbours are done", PATIENCE, tended).await?;
    attempts(sheet, &place).await?;
    let all = effects(&place).await?;
    let after = delays(&all, first);
    neighbours(sheet, (&before, &after), by_number(&all).len() as u64, next);
    sheet.exact("neighbours done twice", all.len() - by_number(&all).len(), 0);
    sheet.exact("neighbours given up", dead(&place, Step::KIND).await?, 0);
    crew.stop().await?;
    Ok(())
}

async fn neighbour(place: &Place, next: &mut u64) -> Result<()> {
    let step = Step { works_ms: 5, ..Step::new(*next, place.app.now()) };
    book(place, place.desk(*next as usize % AGENCIES), &[step]).await?;
    *next += 1;
    pause(EVERY_MS).await;
    Ok(())
}

fn delays(all: &[Done], from: u64) -> Vec<f64> {
    all.iter().filter(|done| done.number >= from).map(Done::delay_ms).collect()
}

fn neighbours(sheet: &mut Sheet, (before, after): (&[f64], &[f64]), done: u64, booked: u64) {
    let (normal, beside) = (percentile(before.to_vec(), 0.99), percentile(after.to_vec(), 0.99));
    sheet.note("neighbours before and beside", format!("{}, {}", before.len(), after.len()));
    sheet.exact("neighbours done", done, booked);
    sheet.note(
        "p50 start delay, normal and beside poison",
        format!("{:.0}, {:.0} ms", percentile(before.to_vec(), 0.5), percentile(after.to_vec(), 0.5)),
    );
    let found = format!("{normal:.0}, {beside:.0} ms");
    let what = "p99 start delay, normal and beside poison";
    // One process that is down is down for everybody: the promise is about processes beside each other.
    match sheet.backend {
        Backend::Postgres => sheet.check(what, found, "< 2 × normal", beside < 2.0 * normal),
        Backend::Sqlite => sheet.note(what, found),
    }
}

/// Books it in an agency of its own.
async fn poison(place: &Place, how: How) -> Result<()> {
    let mut tx = Tx::begin(&place.app, &place.desks[AGENCIES].scope).await?;
    tx.enqueue(&Poison { how, book: place.folder.path().join("begun") })?;
    Ok(tx.commit().await?)
}

/// Tasks as another version of the program may have written them.
async fn unreadable(place: &Place) -> Result<()> {
    let desk = &place.desks[AGENCIES];
    for (kind, payload) in
        [(Poison::KIND, serde_json::json!({ "how": "NoSuchThing" })), (NOBODYS, serde_json::json!({}))]
    {
        let row = background_task::ActiveModel {
            id: Set(BackgroundTaskId::new()),
            agency_id: Set(desk.agency),
            lane: Set(Poison::LANE.into()),
            kind: Set(kind.into()),
            payload: Set(payload),
            status: Set(TaskStatus::Queued),
            priority: Set(2),
            run_at: Set(place.app.now()),
            attempt: Set(0),
            max_attempts: Set(Poison::MAX_ATTEMPTS),
            epoch: Set(0),
            created_at: Set(place.app.now()),
            updated_at: Set(place.app.now()),
            ..Default::default()
        };
        row.insert(&place.rows).await?;
    }
    Ok(())
}

/// Each is dead, after exactly as many attempts as it has.
async fn attempts(sheet: &mut Sheet, place: &Place) -> Result<()> {
    let begun = std::fs::read_to_string(place.folder.path().join("begun")).unwrap_or_default();
    for how in HOW {
        let count = begun.lines().filter(|line| *line == format!("{how:?}")).count();
        let row = duty::of(Poison::KIND).all(&place.rows).await?;
        let row = row.into_iter().find(|row| row.payload["how"] == format!("{how:?}"));
        let found = row
            .map_or("gone".into(), |row| format!("{:?} after {} ({count} begun)", row.status, row.attempt));
        sheet.exact(&format!("{how:?}"), found, "Dead after 3 (3 begun)".to_owned());
    }
    let others = background_task::Entity::find()
        .filter(background_task::Column::AgencyId.eq(place.desks[AGENCIES].agency));
    for row in others.all(&place.rows).await? {
        let what = match row.kind.as_str() {
            NOBODYS => "unknown kind",
            Poison::KIND if row.payload["how"] == "NoSuchThing" => "payload that cannot be read",
            _ => continue,
        };
        sheet.exact(what, format!("{:?} after {}", row.status, row.attempt), "Dead after 3".to_owned());
    }
    Ok(())
}
