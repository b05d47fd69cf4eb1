//! T1: workers are killed at random moments while they work: nothing is lost, done twice, or stuck.

use crate::soak::desk::{
    Place, Sheet,
    crew::Crew,
    duty::{Step, attempts, book, by_number, dead, effects, unfinished},
    until,
};
use anyhow::Result;
use leadwire::kernel::queue::BackgroundTask;
use std::time::Duration;

const AGENCIES: usize = 20;
const TASKS: usize = 5_000;
const KILLS: usize = 100;
/// At most, for one task: long enough that every kill meets some at work.
const WORKS_MS: f64 = 400.0;
/// Twice what the engine waits before it takes a task for stuck.
const PATIENCE: Duration = Duration::from_secs(180);

pub async fn run(sheet: &mut Sheet) -> Result<()> {
    let place = Place::new(sheet.backend, AGENCIES).await?;
    let random = place.random();
    let (tasks, kills) = (sheet.share(TASKS, 200), sheet.share(KILLS, 8));
    let mut crew = Crew::of(&place).await?;
    let mut booked = 0;
    while crew.kills < kills {
        // A wave for each kill: there is always work in hand.
        let until = tasks * (crew.kills + 1) / kills;
        while booked < until {
            let wave: Vec<_> = (booked..until.min(booked + 10)).map(|number| step(number, &random)).collect();
            book(&place, place.desk(booked / 10), &wave).await?;
            booked += wave.len();
        }
        crew.strike(&random, 50, 900).await?;
    }
    let drained =
        until("every task is over", PATIENCE, async || Ok(unfinished(&place, Step::KIND).await? == 0)).await;
    let effects = effects(&place).await?;
    let distinct = by_number(&effects).len();
    sheet.note("tasks, kills", format!("{booked}, {}", crew.kills));
    let cut_off = attempts(&place, Step::KIND).await?;
    let (all, most) = (cut_off.iter().sum::<i32>(), cut_off.iter().max().copied().unwrap_or(0));
    sheet.check("slices cut off by kills", all, "≥ 1 a kill", all as usize >= crew.kills);
    sheet.note("the most of one task, of its attempts", format!("{most} of {}", Step::MAX_ATTEMPTS));
    sheet.exact("lost", booked - distinct, 0);
    sheet.exact("done twice", effects.len() - distinct, 0);
    sheet.exact("stuck 180 s after the last kill", unfinished(&place, Step::KIND).await?, 0);
    sheet.exact("given up", dead(&place, Step::KIND).await?, 0);
    sheet.note(
        "last one done after the last kill",
        drained.map_or("-".into(), |took| format!("{:.1} s", took.as_secs_f64())),
    );
    crew.stop().await?;
    Ok(())
}

fn step(number: usize, random: &leadwire::base::random::Random) -> Step {
    let due = chrono::DateTime::UNIX_EPOCH;
    Step { works_ms: (random.unit() * WORKS_MS) as u64, ..Step::new(number as u64, due) }
}
