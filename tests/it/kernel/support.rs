//! A duty of the tests' own, and a fact it states as its effect: so that effects can be counted in the log.

use chrono::TimeDelta;
use entity::{
    background_task::{self, TaskStatus},
    event,
    event_kind::{EventKind, SubjectKind},
};
use leadwire::kernel::{
    error::{Error, Result},
    events::{Event, Subject},
    queue::{BackgroundTask, Ended, Failure, Slice},
    tx::Tx,
    wiring::Wiring,
};
use sea_orm::{ColumnTrait, DatabaseConnection, EntityTrait, QueryFilter, QueryOrder};
use serde::{Deserialize, Serialize};
use std::{
    collections::BTreeMap,
    sync::{LazyLock, Mutex},
    time::Duration,
};
use uuid::Uuid;

/// Something the tests did.
#[derive(Debug, Serialize, Deserialize)]
pub struct Noted {
    pub text: String,
}

impl Event for Noted {
    // No domain states it or answers to it.
    const KIND: EventKind = EventKind::Snapshot;

    fn subject(&self) -> Subject {
        Subject::new(SubjectKind::Agency, Uuid::nil())
    }
}

/// How a duty behaves.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Plan {
    Done,
    /// So many slices, each with its effect.
    Slices(u32),
    /// Effect and end, but so long after it began.
    Slow(u64),
    Fails,
    FailsForGood,
    /// The same, and its owner cannot be told.
    FailsUntold,
    Panics,
    /// Never comes back, the first time.
    HangsOnce,
    /// Put off by so many seconds, once.
    Later(u64),
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Duty {
    pub name: String,
    pub plan: Plan,
    pub key: Option<String>,
}

/// Who began when: `(name, how often, at work now, most at once of the same prefix)`.
#[derive(Default)]
pub struct Watch {
    pub begun: Vec<String>,
    at_work: BTreeMap<String, usize>,
    pub most: BTreeMap<String, usize>,
}

pub static WATCH: LazyLock<Mutex<Watch>> = LazyLock::new(Mutex::default);

/// A duty that is at work; dropped, it is not any more.
struct AtWork(String);

impl AtWork {
    fn begin(name: &str) -> Self {
        let of = name.split('/').next().unwrap_or(name).to_owned();
        let mut watch = WATCH.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        watch.begun.push(name.to_owned());
        *watch.at_work.entry(of.clone()).or_default() += 1;
        let now = watch.at_work[&of];
        let most = watch.most.entry(of.clone()).or_default();
        *most = (*most).max(now);
        Self(of)
    }
}

impl Drop for AtWork {
    fn drop(&mut self) {
        *WATCH.lock().unwrap_or_else(std::sync::PoisonError::into_inner).at_work.get_mut(&self.0).unwrap() -=
            1;
    }
}

/// How often a duty of this name began.
pub fn begun(name: &str) -> usize {
    WATCH
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner)
        .begun
        .iter()
        .filter(|begun| *begun == name)
        .count()
}

impl Duty {
    pub fn new(name: &str, plan: Plan) -> Self {
        Self { name: name.into(), plan, key: None }
    }

    pub fn keyed(name: &str, key: &str) -> Self {
        Self { key: Some(key.into()), ..Self::new(name, Plan::Done) }
    }

    async fn ended(self, slice: Slice) -> Result<Ended, Failure> {
        let mut tx = slice.begin().await?;
        tx.emit(&Noted { text: self.name.clone() }).await?;
        match self.plan {
            Plan::Slices(all) if begun(&self.name) < all as usize => slice.again(tx, None).await,
            _ => slice.done(tx).await,
        }
    }
}

impl BackgroundTask for Duty {
    const KIND: &'static str = "test.duty";
    const LANE: &'static str = "test";
    const LANE_CAPACITY: i32 = 2;
    const MAX_ATTEMPTS: i32 = 3;

    fn unique_key(&self) -> Option<String> {
        self.key.clone()
    }

    async fn run(self, slice: Slice) -> Result<Ended, Failure> {
        let _at_work = AtWork::begin(&self.name);
        match self.plan {
            Plan::Fails => Err(Failure::Retry { error: Error::bug("as planned"), after: None }),
            Plan::FailsForGood | Plan::FailsUntold => Err(Failure::Fatal(Error::bug("as planned"))),
            Plan::Panics => panic!("as planned"),
            Plan::HangsOnce if begun(&self.name) == 1 => std::future::pending().await,
            Plan::Later(seconds) if begun(&self.name) == 1 => {
                Err(Failure::Later(Duration::from_secs(seconds)))
            }
            Plan::Slow(ms) => {
                tokio::time::sleep(Duration::from_millis(ms)).await;
                self.ended(slice).await
            }
            _ => self.ended(slice).await,
        }
    }

    async fn give_up(self, tx: &mut Tx, why: &Error) -> Result<()> {
        if matches!(self.plan, Plan::FailsUntold) {
            return Err(Error::bug("as planned"));
        }
        tx.emit(&Noted { text: format!("gave up {}: {}", self.name, why.code()) }).await
    }
}

pub fn wire(wiring: &mut Wiring) {
    wiring.task::<Duty>();
}

/// What was noted, in order of each agency's log.
pub async fn noted(connection: &DatabaseConnection) -> Vec<String> {
    let rows = event::Entity::find().filter(event::Column::Kind.eq(EventKind::Snapshot));
    let rows = rows.order_by_asc(event::Column::AgencyId).order_by_asc(event::Column::Seq);
    let rows = rows.all(connection).await.unwrap();
    rows.iter().map(|row| row.data["fact"]["text"].as_str().unwrap().to_owned()).collect()
}

/// The tests' tasks, in order of booking.
pub async fn ledger(connection: &DatabaseConnection) -> Vec<background_task::Model> {
    let rows = background_task::Entity::find().filter(background_task::Column::Kind.eq(Duty::KIND));
    rows.order_by_asc(background_task::Column::Id).all(connection).await.unwrap()
}

pub async fn statuses(connection: &DatabaseConnection) -> Vec<TaskStatus> {
    ledger(connection).await.into_iter().map(|row| row.status).collect()
}

pub fn seconds(seconds: i64) -> TimeDelta {
    TimeDelta::seconds(seconds)
}
