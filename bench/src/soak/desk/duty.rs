//! The tests' own duty, whose effect is an event: so that effects can be counted in the log.

use super::{Desk, Place};
use anyhow::{Context, Result};
use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    background_task::{self, TaskStatus},
    event,
    event_kind::{EventKind, SubjectKind},
};
use leadwire::kernel::{
    error,
    events::{Event, Subject},
    queue::{BackgroundTask, Ended, Failure, Slice},
    tx::Tx,
    wiring::Wiring,
};
use sea_orm::{ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, PaginatorTrait, QueryFilter, Statement};
use serde::{Deserialize, Serialize};
use std::{collections::HashMap, time::Duration};
use uuid::Uuid;

/// Works a little and leaves its effect; then, where it says so, books one more.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Step {
    pub number: u64,
    /// When it is due, by the clock that all share.
    pub due: DateTime<Utc>,
    pub works_ms: u64,
    /// The next of its chain: its number, and so many milliseconds after this one.
    pub then: Option<(u64, i64)>,
}

/// What a step leaves.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Done {
    pub number: u64,
    pub due: DateTime<Utc>,
    /// By the clock that all share.
    pub began: DateTime<Utc>,
}

impl Done {
    /// How long after it was due it began, in milliseconds.
    pub fn delay_ms(&self) -> f64 {
        (self.began - self.due).num_microseconds().unwrap_or(i64::MAX) as f64 / 1_000.0
    }
}

impl Event for Done {
    // No domain states it or answers to it.
    const KIND: EventKind = EventKind::Snapshot;

    fn subject(&self) -> Subject {
        Subject::new(SubjectKind::Agency, Uuid::nil())
    }
}

impl Step {
    pub fn new(number: u64, due: DateTime<Utc>) -> Self {
        Self { number, due, works_ms: 0, then: None }
    }
}

impl BackgroundTask for Step {
    const KIND: &'static str = "soak.step";
    const LANE: &'static str = "soak";
    const LANE_CAPACITY: i32 = 8;

    async fn run(self, slice: Slice) -> Result<Ended, Failure> {
        let began = now(&slice).await?;
        tokio::time::sleep(Duration::from_millis(self.works_ms)).await;
        let mut tx = slice.begin().await?;
        tx.emit(&Done { number: self.number, due: self.due, began }).await?;
        if let Some((number, ms)) = self.then {
            let wait = TimeDelta::milliseconds(ms);
            let next = Self { number, due: began + wait, works_ms: self.works_ms, then: None };
            let at = tx.now() + wait;
            tx.enqueue_at(&next, at)?;
        }
        slice.done(tx).await
    }
}

pub fn wire(wiring: &mut Wiring) {
    wiring.task::<Step>();
}

/// The database's clock where it has one: a worker's may be what is being tested.
pub async fn now(slice: &Slice) -> error::Result<DateTime<Utc>> {
    if !slice.app().db().is_postgres() {
        return Ok(slice.app().now());
    }
    let ask = "SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint AS us";
    let ask = Statement::from_string(DbBackend::Postgres, ask);
    let row = slice.scope().read(slice.app()).query_one_raw(ask).await?;
    let us: i64 = row.map(|row| row.try_get("", "us")).transpose()?.unwrap_or_default();
    Ok(DateTime::from_timestamp_micros(us).unwrap_or_default())
}

/// Books steps as a command would, in one transaction.
pub async fn book(place: &Place, desk: &Desk, steps: &[Step]) -> Result<()> {
    let mut tx = Tx::begin(&place.app, &desk.scope).await?;
    for step in steps {
        match step.due > tx.now() {
            true => tx.enqueue_at(step, step.due)?,
            false => tx.enqueue(step)?,
        }
    }
    Ok(tx.commit().await?)
}

/// Every effect there is.
pub async fn effects(place: &Place) -> Result<Vec<Done>> {
    let rows = event::Entity::find().filter(event::Column::Kind.eq(EventKind::Snapshot));
    let rows = rows.all(&place.rows).await?;
    let read = |row: event::Model| serde_json::from_value(row.data["fact"].clone()).context("an effect");
    rows.into_iter().map(read).collect()
}

/// How often each number left its effect.
pub fn by_number(effects: &[Done]) -> HashMap<u64, usize> {
    let mut all = HashMap::new();
    for done in effects {
        *all.entry(done.number).or_default() += 1;
    }
    all
}

/// Tasks of this kind that are not over.
pub async fn unfinished(place: &Place, kind: &str) -> Result<u64> {
    let live = [TaskStatus::Queued, TaskStatus::Admitted, TaskStatus::Retrying];
    Ok(of(kind).filter(background_task::Column::Status.is_in(live)).count(&place.rows).await?)
}

/// Tasks of this kind that were given up.
pub async fn dead(place: &Place, kind: &str) -> Result<u64> {
    Ok(of(kind).filter(background_task::Column::Status.eq(TaskStatus::Dead)).count(&place.rows).await?)
}

/// The attempts that failed before each task of this kind ended, where there were any.
pub async fn attempts(place: &Place, kind: &str) -> Result<Vec<i32>> {
    let rows = of(kind).filter(background_task::Column::Attempt.gt(0)).all(&place.rows).await?;
    Ok(rows.iter().map(|row| row.attempt).collect())
}

/// The most of them.
pub async fn most_attempts(place: &Place, kind: &str) -> Result<i32> {
    Ok(attempts(place, kind).await?.into_iter().max().unwrap_or(0))
}

pub fn of(kind: &str) -> sea_orm::Select<background_task::Entity> {
    background_task::Entity::find().filter(background_task::Column::Kind.eq(kind))
}
