//! Hints: "this agency has something new". They may be lost; whoever waits for one also looks every second.
//!
//! Inside the process a hint is a counter that moves. Between processes it is a PostgreSQL NOTIFY, sent after the commit,
//! many agencies at a time: inside the business transaction it would queue every commit behind one global lock.

use crate::kernel::{
    db::{Db, Pools},
    error::Result,
};
use entity::ids::AgencyId;
use sqlx::{PgPool, postgres::PgListener};
use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::sync::{Notify, watch};

const CHANNEL: &str = "leadwire_hint";
/// How long hints to other processes are collected before they are sent.
const COLLECT: Duration = Duration::from_millis(10);
/// NOTIFY carries 8,000 bytes; an id takes 37.
const IDS_PER_NOTIFY: usize = 200;

#[derive(Clone, Default)]
pub struct Hints(Arc<Inner>);

#[derive(Default)]
struct Inner {
    waiting: Mutex<HashMap<AgencyId, watch::Sender<u64>>>,
    outgoing: Mutex<HashSet<AgencyId>>,
    collected: Notify,
    /// Lanes with tasks that somebody is about to let in.
    lanes: Mutex<HashSet<(AgencyId, &'static str)>>,
}

impl Hints {
    /// `true`: nobody is about to look at this lane yet, so the caller does.
    pub(in crate::kernel) fn lane_has_work(&self, agency: AgencyId, lane: &'static str) -> bool {
        self.0.lanes.lock().unwrap_or_else(PoisonError::into_inner).insert((agency, lane))
    }

    /// What comes from now on is for the next to look at.
    pub(in crate::kernel) fn lane_is_looked_at(&self, agency: AgencyId, lane: &'static str) {
        self.0.lanes.lock().unwrap_or_else(PoisonError::into_inner).remove(&(agency, lane));
    }

    /// Something was committed for this agency.
    pub fn ring(&self, agency: AgencyId) {
        self.wake(agency);
        let is_new = self.0.outgoing.lock().unwrap_or_else(PoisonError::into_inner).insert(agency);
        if is_new {
            self.0.collected.notify_one();
        }
    }

    /// Moves when the agency may have something new.
    #[must_use]
    pub fn listen(&self, agency: AgencyId) -> watch::Receiver<u64> {
        let mut waiting = self.0.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.retain(|_, sender| sender.receiver_count() > 0);
        waiting.entry(agency).or_insert_with(|| watch::channel(0).0).subscribe()
    }

    fn wake(&self, agency: AgencyId) {
        let waiting = self.0.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(sender) = waiting.get(&agency) {
            sender.send_modify(|count| *count += 1);
        }
    }

    /// After a lost connection: anything may have happened.
    fn wake_all(&self) {
        for sender in self.0.waiting.lock().unwrap_or_else(PoisonError::into_inner).values() {
            sender.send_modify(|count| *count += 1);
        }
    }

    /// Carries hints between the processes of one PostgreSQL; on SQLite there is nobody else to tell.
    pub fn connect(&self, db: &Db) {
        let Pools::Postgres(pool) = db.pools() else { return };
        tokio::spawn(send(self.clone(), pool.clone()));
        tokio::spawn(receive(self.clone(), pool.clone()));
    }
}

async fn send(hints: Hints, pool: PgPool) {
    while !pool.is_closed() {
        hints.0.collected.notified().await;
        tokio::time::sleep(COLLECT).await;
        let agencies = std::mem::take(&mut *hints.0.outgoing.lock().unwrap_or_else(PoisonError::into_inner));
        let ids: Vec<String> = agencies.into_iter().map(|id| id.0.to_string()).collect();
        for some in ids.chunks(IDS_PER_NOTIFY) {
            let ask = sqlx::query("SELECT pg_notify($1, $2)").bind(CHANNEL).bind(some.join(","));
            if let Err(error) = ask.execute(&pool).await {
                tracing::warn!(%error, "could not hint other processes; they will look within a second");
            }
        }
    }
}

async fn receive(hints: Hints, pool: PgPool) {
    while !pool.is_closed() {
        if let Err(error) = listen(&hints, &pool).await {
            tracing::warn!(%error, "lost the hint channel; polling until it is back");
        }
        hints.wake_all();
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}

async fn listen(hints: &Hints, pool: &PgPool) -> Result<()> {
    let mut listener = PgListener::connect_with(pool).await?;
    listener.listen(CHANNEL).await?;
    hints.wake_all();
    loop {
        // `None`: the connection was lost and made anew; what came in between is unknown.
        let Some(hint) = listener.try_recv().await? else {
            hints.wake_all();
            continue;
        };
        for id in hint.payload().split(',').filter_map(|id| id.parse().ok()) {
            hints.wake(AgencyId(id));
        }
    }
}
