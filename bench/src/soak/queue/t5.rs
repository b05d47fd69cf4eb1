//! T5: one worker's clock is set forth and back by an hour and by a day while it works: nothing runs early, twice or never, no slot of a
//! schedule either.
//! The clock is libfaketime's: everything in the process believes it, the engine's own parts too.

use super::slots::{self, Range};
use crate::soak::desk::{
    Place, Sheet,
    crew::{Crew, Spec},
    duty::{Done, Step, book, by_number, dead, effects, unfinished},
    pause, percentile, until,
};
use anyhow::{Context, Result};
use chrono::TimeDelta;
use leadwire::kernel::queue::BackgroundTask;
use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

const AGENCIES: usize = 10;
const TASKS: usize = 2_000;
const JUMPS: [&str; 8] = ["+3600", "+0", "-3600", "+0", "+86400", "+0", "-86400", "+0"];
const ROUNDS: usize = 3;
/// How long each clock lasts.
const LASTS_MS: u64 = 5_000;
/// Each fires every minute.
const SCHEDULES: usize = 50;
const PATIENCE: Duration = Duration::from_secs(180);

pub async fn run(sheet: &mut Sheet) -> Result<()> {
    let place = Place::new(sheet.backend, AGENCIES).await?;
    let clock = place.folder.path().join("clock");
    set(&clock, "+0")?;
    let wrong = Spec::work(&place)
        .set("LD_PRELOAD", library()?.to_string_lossy())
        .set("FAKETIME_TIMESTAMP_FILE", clock.to_string_lossy())
        .set("FAKETIME_NO_CACHE", "1")
        .set("FAKETIME_DONT_FAKE_MONOTONIC", "1")
        .set("DONT_FAKE_MONOTONIC", "1");
    let mut crew = Crew::start(vec![wrong, Spec::work(&place), Spec::work(&place)]).await?;
    let rounds = sheet.share(ROUNDS, 1);
    let (tasks, ms) = (sheet.share(TASKS, 200), rounds as u64 * JUMPS.len() as u64 * LASTS_MS);
    scatter(&place, tasks, ms).await?;
    slots::create(&place, SCHEDULES).await?;
    let range = Range::of(&place, 0);
    let (mut ended, mut ahead) = (0, 0);
    for _ in 0..rounds {
        for by in JUMPS {
            set(&clock, by)?;
            pause(LASTS_MS).await;
            ended += crew.tend().await?;
            ahead = ahead.max(slots::early(&place).await?);
        }
    }
    let over = async || {
        crew.tend().await?;
        Ok(unfinished(&place, Step::KIND).await? == 0)
    };
    let drained = until("every task is over", PATIENCE, over).await;
    let mut effects = effects(&place).await?;
    effects.retain(|done| done.number < slots::NUMBERED_FROM);
    let distinct = by_number(&effects).len();
    sheet.note("tasks, jumps of one worker's clock", format!("{}, {}", tasks * 2, rounds * JUMPS.len()));
    let log = fs::read_to_string(place.folder.path().join("processes.log")).unwrap_or_default();
    let noticed = log.matches("are too far apart").count();
    // Each is looked for about once a second; one that ends before the crew has stopped is met by the next.
    let half = rounds * JUMPS.iter().filter(|by| **by != "+0").count() / 2;
    sheet.check("wrong clocks noticed, work stopped", noticed, &format!("≥ {half}"), noticed >= half);
    sheet.exact("workers that ended by themselves", ended, 0);
    sheet.exact("lost", tasks * 2 - distinct, 0);
    sheet.exact("done twice", effects.len() - distinct, 0);
    let early: Vec<f64> = effects.iter().map(|done| -done.delay_ms()).collect();
    let most = percentile(early, 1.0);
    sheet.check("earliest before its time", format!("{most:.0} ms"), "≤ 1000 ms", most <= 1_000.0);
    let late: Vec<f64> = effects.iter().map(Done::delay_ms).collect();
    sheet.note(
        "late, p99 and most",
        format!("{:.0}, {:.0} ms", percentile(late.clone(), 0.99), percentile(late, 1.0)),
    );
    sheet.exact("given up", dead(&place, Step::KIND).await?, 0);
    drained?;
    let range = range.until_now(&place);
    let all = slots::fired(&place, range, SCHEDULES).await;
    crew.stop().await?;
    sheet.exact("slots fired more than 1 s early", ahead, 0);
    slots::judge(sheet, &place, range, SCHEDULES).await?;
    all.map(drop)
}

/// Each is due at some moment, and books one more for a moment after that by the clock of whoever does it.
async fn scatter(place: &Place, tasks: usize, ms: u64) -> Result<()> {
    let (random, now) = (place.random(), place.app.now());
    let steps: Vec<Step> = (0..tasks as u64)
        .map(|number| {
            let due = now + TimeDelta::milliseconds((random.unit() * ms as f64) as i64);
            let then = (number + tasks as u64, 500 + (random.unit() * 5_000.0) as i64);
            Step { works_ms: (random.unit() * 300.0) as u64, then: Some(then), ..Step::new(number, due) }
        })
        .collect();
    for (at, some) in steps.chunks(50).enumerate() {
        book(place, place.desk(at), some).await?;
    }
    Ok(())
}

/// Replaced in one step: nobody reads half of it.
fn set(clock: &Path, by: &str) -> Result<()> {
    let new = clock.with_extension("new");
    fs::write(&new, format!("{by}\n"))?;
    Ok(fs::rename(new, clock)?)
}

fn library() -> Result<PathBuf> {
    let places =
        fs::read_dir("/usr/lib")?.flatten().map(|entry| entry.path().join("faketime/libfaketime.so.1"));
    let mut found = places.filter(|file| file.exists());
    found.next().context("libfaketime is missing: apt-get install faketime")
}
