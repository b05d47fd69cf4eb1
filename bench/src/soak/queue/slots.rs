//! Schedules that fire every minute, and what became of their slots.

use crate::soak::desk::{Desk, Place, Sheet, percentile, until};
use anyhow::{Context, Result};
use chrono::{DateTime, TimeDelta, Timelike, Utc};
use entity::{
    ids::ScheduleId,
    job::{self, JobKind},
    schedule::{CatchUp, Overlap},
    schedule_run::{self, Column, RunOutcome},
};
use leadwire::{
    identity::caller::{self, Credentials},
    jobs::{
        Draft, Maker, NewJob,
        schedules::{self, NewSchedule},
    },
    kernel::{caller::Origin, scope::Scope, wiring::Wiring},
};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use std::{collections::BTreeMap, time::Duration};

/// What the items of their jobs leave is numbered from here: no step's number is as large.
pub const NUMBERED_FROM: u64 = 1 << 40;

/// Whole minutes whose slots are counted.
#[derive(Clone, Copy, Debug)]
pub struct Range {
    pub from: DateTime<Utc>,
    /// Not among them any more.
    pub to: DateTime<Utc>,
}

impl Range {
    /// So many from the next one: the first at which all schedules are there.
    pub fn of(place: &Place, minutes: usize) -> Self {
        let from = minute(place.app.now()) + TimeDelta::minutes(1);
        Self { from, to: from + TimeDelta::minutes(minutes as i64) }
    }

    /// The same, up to the last whole minute that has begun.
    pub fn until_now(self, place: &Place) -> Self {
        Self { to: minute(place.app.now()) + TimeDelta::minutes(1), ..self }
    }

    fn minutes(self) -> usize {
        usize::try_from((self.to - self.from).num_minutes()).unwrap_or(0)
    }

    fn has(self, run: &schedule_run::Model) -> bool {
        run.slot_at >= self.from && run.slot_at < self.to
    }
}

fn minute(at: DateTime<Utc>) -> DateTime<Utc> {
    at.with_second(0).and_then(|at| at.with_nanosecond(0)).unwrap_or(at)
}

/// A schedule of these tests makes jobs of a kind that nobody else makes, and that are done at once.
pub fn wire(wiring: &mut Wiring) {
    wiring.offers(Maker::new(JobKind::Sync, |_tx, _draft, _purpose| {
        Box::pin(async {
            let config = serde_json::json!({ "first": NUMBERED_FROM, "worksMs": 0 });
            Ok(NewJob { total: Some(1), config, ..NewJob::of(JobKind::Sync) })
        })
    }));
}

/// Waits until every slot of the range has fired.
pub async fn fired(place: &Place, range: Range, count: usize) -> Result<Duration> {
    let wanted = count * range.minutes();
    let all = async || Ok(runs(place).await?.iter().filter(|run| range.has(run)).count() >= wanted);
    until("every slot has fired", Duration::from_secs(150), all).await
}

/// How many have fired more than a second before their time, by our own clock: a worker's may be what is tested.
pub async fn early(place: &Place) -> Result<u64> {
    let soon = place.app.now() + TimeDelta::seconds(1);
    Ok(schedule_run::Entity::find().filter(Column::SlotAt.gt(soon)).count(&place.rows).await?)
}

/// Each slot of the range fired once; no other before its time.
pub async fn judge(sheet: &mut Sheet, place: &Place, range: Range, count: usize) -> Result<()> {
    let mut times = BTreeMap::<(ScheduleId, DateTime<Utc>), usize>::new();
    let (mut late, mut early, mut others) = (vec![], 0, 0);
    for run in runs(place).await? {
        early += usize::from(run.at < run.slot_at);
        others += usize::from(run.outcome != RunOutcome::Started || run.missed > 0);
        if range.has(&run) {
            *times.entry((run.schedule_id, run.slot_at)).or_default() += 1;
            late.push((run.at - run.slot_at).num_milliseconds() as f64);
        }
    }
    let wanted = count * range.minutes();
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

async fn runs(place: &Place) -> Result<Vec<schedule_run::Model>> {
    Ok(schedule_run::Entity::find().all(&place.rows).await?)
}

/// Schedules that fire every minute, of all agencies in turn.
pub async fn create(place: &Place, count: usize) -> Result<()> {
    for number in 0..count {
        one(place, place.desk(number), number).await?;
    }
    Ok(())
}

/// Made as a member makes it: its jobs are made with their rights.
async fn one(place: &Place, desk: &Desk, number: usize) -> Result<()> {
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
