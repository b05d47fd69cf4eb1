//! T6: five workers, hundreds of schedules that fire every minute, the queue's leader killed again and again: each slot of each
//! schedule fires exactly once.

use crate::soak::desk::{
    Desk, Place, Sheet,
    crew::{Crew, Spec},
    pause, percentile, until,
};
use anyhow::{Context, Result};
use chrono::{DateTime, TimeDelta, Timelike, Utc};
use entity::{
    ids::ScheduleId,
    job::{self, JobKind},
    schedule::{CatchUp, Overlap},
    schedule_run::{self, RunOutcome},
};
use leadwire::{
    identity::caller::{self, Credentials},
    jobs::{
        Draft, Maker, NewJob,
        schedules::{self, NewSchedule},
    },
    kernel::{caller::Origin, scope::Scope, wiring::Wiring},
};
use sea_orm::{ConnectionTrait, EntityTrait, PaginatorTrait, Statement};
use std::{
    collections::BTreeMap,
    time::{Duration, Instant},
};

const AGENCIES: usize = 20;
const SCHEDULES: usize = 200;
const WORKERS: usize = 5;
const MINUTES: usize = 10;
const KILL_EVERY: Duration = Duration::from_secs(20);

/// A schedule of these tests makes jobs of a kind that nobody else makes, and that are done at once.
pub fn wire(wiring: &mut Wiring) {
    wiring.offers(Maker::new(JobKind::Sync, |_tx, _draft, _purpose| {
        Box::pin(async {
            let config = serde_json::json!({ "first": 0, "worksMs": 0 });
            Ok(NewJob { total: Some(1), config, ..NewJob::of(JobKind::Sync) })
        })
    }));
}

pub async fn run(sheet: &mut Sheet) -> Result<()> {
    let place = Place::new(sheet.backend, AGENCIES).await?;
    let mut crew = Crew::start(vec![Spec::work(&place); WORKERS]).await?;
    let (count, minutes) = (sheet.share(SCHEDULES, 40), sheet.share(MINUTES, 2));
    for number in 0..count {
        create(&place, place.desk(number), number).await?;
    }
    // From the first whole minute at which all of them are there.
    let from = minute(place.app.now()) + TimeDelta::minutes(1);
    let to = from + TimeDelta::minutes(minutes as i64);
    let mut leaders = 0;
    let mut struck = Instant::now();
    while place.app.now() < to - TimeDelta::seconds(5) {
        pause(200).await;
        if struck.elapsed() < KILL_EVERY {
            continue;
        }
        // One that was killed leads on paper until its time is over: the next is waited for.
        if let Some(at) = leader(&place).await?.and_then(|name| crew.named(&name)) {
            crew.replace(at).await?;
            struck = Instant::now();
            leaders += 1;
        }
    }
    let wanted = count * expected(from, to).len();
    let fired = async || {
        Ok(runs(&place).await?.iter().filter(|run| run.slot_at >= from && run.slot_at < to).count() >= wanted)
    };
    let all = until("every slot has fired", Duration::from_secs(150), fired).await;
    // Schedules go on firing: what is counted stands still.
    crew.stop().await?;
    judge(sheet, &place, (from, to), count).await?;
    sheet.note("schedules, minutes", format!("{count}, {minutes}"));
    // Every 20 s, and up to 15 s until another leads.
    sheet.check("leaders killed", leaders, &format!("≥ {minutes}"), leaders >= minutes);
    all.map(drop)
}

async fn judge(
    sheet: &mut Sheet,
    place: &Place,
    (from, to): (DateTime<Utc>, DateTime<Utc>),
    count: usize,
) -> Result<()> {
    let mut times = BTreeMap::<(ScheduleId, DateTime<Utc>), usize>::new();
    let (mut late, mut early, mut others) = (vec![], 0, 0);
    for run in runs(place).await? {
        early += usize::from(run.at < run.slot_at);
        others += usize::from(run.outcome != RunOutcome::Started || run.missed > 0);
        if run.slot_at >= from && run.slot_at < to {
            *times.entry((run.schedule_id, run.slot_at)).or_default() += 1;
            late.push((run.at - run.slot_at).num_milliseconds() as f64);
        }
    }
    let wanted = count * expected(from, to).len();
    sheet.exact("slots fired", times.len(), wanted);
    sheet.exact("slots fired twice", times.values().filter(|times| **times > 1).count(), 0);
    sheet.exact("fired before their time", early, 0);
    sheet.exact("skipped, refused or run together", others, 0);
    let made = job::Entity::find().count(&place.rows).await?;
    sheet.exact("jobs made, one for each run", made, runs(place).await?.len() as u64);
    sheet.note(
        "late, p50, p99 and most",
        format!(
            "{:.1}, {:.1}, {:.1} s",
            percentile(late.clone(), 0.5) / 1e3,
            percentile(late.clone(), 0.99) / 1e3,
            percentile(late, 1.0) / 1e3
        ),
    );
    Ok(())
}

fn minute(at: DateTime<Utc>) -> DateTime<Utc> {
    at.with_second(0).and_then(|at| at.with_nanosecond(0)).unwrap_or(at)
}

fn expected(from: DateTime<Utc>, to: DateTime<Utc>) -> Vec<DateTime<Utc>> {
    std::iter::successors(Some(from), |slot| Some(*slot + TimeDelta::minutes(1)))
        .take_while(|slot| *slot < to)
        .collect()
}

async fn runs(place: &Place) -> Result<Vec<schedule_run::Model>> {
    Ok(schedule_run::Entity::find().all(&place.rows).await?)
}

/// Made as a member makes it: its jobs are made with their rights.
async fn create(place: &Place, desk: &Desk, number: usize) -> Result<()> {
    let new = NewSchedule {
        name: format!("Every minute {number}"),
        cron: "* * * * *".into(),
        time_zone: "Europe/Berlin".into(),
        job: Draft::of(JobKind::Sync),
        catch_up: CatchUp::All,
        catch_up_max: 24,
        overlap: Overlap::Allow,
    };
    schedules::create(&place.app, &member(place, desk).await?, new).await?;
    Ok(())
}

async fn member(place: &Place, desk: &Desk) -> Result<Scope> {
    let authorization = Some(format!("Bearer {}", place.token));
    let credentials =
        Credentials { authorization, agency: Some(desk.slug.clone()), ..Credentials::default() };
    let caller = caller::resolve(&place.app, &credentials, Origin::default()).await?;
    caller.scope.context("a member")
}

/// The name of the worker that leads the engine now.
async fn leader(place: &Place) -> Result<Option<String>> {
    let ask = "SELECT leader_id FROM river_leader";
    let row =
        place.rows.query_one_raw(Statement::from_string(place.rows.get_database_backend(), ask)).await?;
    Ok(row.map(|row| row.try_get("", "leader_id")).transpose()?)
}
