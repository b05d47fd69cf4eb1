//! What the domains declare at start-up: the duties they can do, and what is owed when something happened.

use super::{
    app::App,
    error::{Error, Result},
    events::{Event, LoggedEvent},
    queue::{BackgroundTask, Ended, Failure, Slice, book::NewTask},
    scope::Scope,
    tx::Tx,
};
use entity::event_kind::EventKind;
use futures_util::future::BoxFuture;
use serde_json::Value;
use std::{collections::BTreeMap, sync::Arc};

type Run = dyn Fn(Value, Slice) -> BoxFuture<'static, Result<Ended, Failure>> + Send + Sync;
type GiveUp = dyn for<'a> Fn(Value, &'a mut Tx, &'a Error) -> BoxFuture<'a, Result<()>> + Send + Sync;
type Also = dyn for<'a> Fn(&'a mut Tx, &'a Value) -> BoxFuture<'a, Result<()>> + Send + Sync;
type Hear = dyn for<'a> Fn(&'a Tx, &'a Scope, &'a [LoggedEvent]) -> BoxFuture<'a, Result<()>> + Send + Sync;
type Chore = dyn for<'a> Fn(&'a App) -> BoxFuture<'a, Result<u64>> + Send + Sync;
type Owes = dyn Fn(&Value) -> Result<Option<NewTask>> + Send + Sync;

/// How one kind of background task is run.
#[derive(Clone)]
pub(in crate::kernel) struct Duty {
    pub run: Arc<Run>,
    pub give_up: Arc<GiveUp>,
    pub lane: &'static str,
    pub lane_capacity: i32,
}

/// The whole choreography, built once.
#[derive(Clone, Default)]
pub struct Wiring {
    duties: BTreeMap<&'static str, Duty>,
    also: BTreeMap<EventKind, Vec<Arc<Also>>>,
    owes: BTreeMap<EventKind, Vec<Arc<Owes>>>,
    heard: BTreeMap<EventKind, Vec<Arc<Hear>>>,
    listeners: Vec<Arc<Hear>>,
    chores: Vec<Arc<Chore>>,
}

impl Wiring {
    /// This process can do duties of kind `T`.
    pub fn task<T: BackgroundTask>(&mut self) -> &mut Self {
        let run: Arc<Run> = Arc::new(|payload, slice| {
            Box::pin(async move {
                let task: T = serde_json::from_value(payload).map_err(|e| Failure::Fatal(e.into()))?;
                task.run(slice).await
            })
        });
        let give_up: Arc<GiveUp> = Arc::new(|payload, tx, error| {
            Box::pin(async move {
                match serde_json::from_value::<T>(payload) {
                    Ok(task) => task.give_up(tx, error).await,
                    Err(_) => Ok(()),
                }
            })
        });
        self.duties.insert(T::KIND, Duty { run, give_up, lane: T::LANE, lane_capacity: T::LANE_CAPACITY });
        self
    }

    /// When `E` is stated, `then` writes its own rows in the same transaction.
    pub fn also<E, F>(&mut self, then: F) -> &mut Self
    where
        E: Event,
        F: for<'a> Fn(&'a mut Tx, E) -> BoxFuture<'a, Result<()>> + Send + Sync + 'static,
    {
        let reaction: Arc<Also> = Arc::new(move |tx, fact| match E::deserialize(fact) {
            Ok(fact) => then(tx, fact),
            Err(cause) => Box::pin(std::future::ready(Err(cause.into()))),
        });
        self.also.entry(E::KIND).or_default().push(reaction);
        self
    }

    /// When `E` is stated, the duty `then` names (if any) is booked in the same transaction.
    pub fn owes<E: Event, T: BackgroundTask>(
        &mut self,
        then: impl Fn(E) -> Option<T> + Send + Sync + 'static,
    ) -> &mut Self {
        self.owes.entry(E::KIND).or_default().push(Arc::new(move |fact| {
            then(E::deserialize(fact)?).map(|task| NewTask::of(&task)).transpose()
        }));
        self
    }

    /// When an event of one of these kinds has its number, `then` writes what is owed to others because of it, in the same
    /// transaction and in the order of the log. It acts for the agency as a whole, whoever stated the event.
    ///
    /// The log is locked meanwhile: few short statements, and no lock on a row that somebody may hold while they commit.
    pub fn hears<F>(&mut self, kinds: &[EventKind], then: F) -> &mut Self
    where
        F: for<'a> Fn(&'a Tx, &'a Scope, &'a [LoggedEvent]) -> BoxFuture<'a, Result<()>>
            + Send
            + Sync
            + 'static,
    {
        let then: Arc<Hear> = Arc::new(then);
        for kind in kinds {
            self.heard.entry(*kind).or_default().push(then.clone());
        }
        self
    }

    /// The same for every event of the agencies whose log is listened to (`Tx::start_listening`).
    pub fn listens<F>(&mut self, then: F) -> &mut Self
    where
        F: for<'a> Fn(&'a Tx, &'a Scope, &'a [LoggedEvent]) -> BoxFuture<'a, Result<()>>
            + Send
            + Sync
            + 'static,
    {
        self.listeners.push(Arc::new(then));
        self
    }

    /// Does somebody wait for events of this kind to get their number?
    pub(in crate::kernel) fn is_heard(&self, kind: EventKind) -> bool {
        self.heard.contains_key(&kind)
    }

    /// Tells who waits for these events, which have just got their numbers.
    pub(in crate::kernel) async fn tell(
        &self,
        tx: &Tx,
        logged: &[LoggedEvent],
        is_listened: bool,
    ) -> Result<()> {
        let agency = Scope::system(tx.scope().agency());
        for event in logged {
            for then in self.heard.get(&event.kind).into_iter().flatten() {
                then(tx, &agency, std::slice::from_ref(event)).await?;
            }
        }
        for then in self.listeners.iter().filter(|_| is_listened) {
            then(tx, &agency, logged).await?;
        }
        Ok(())
    }

    /// Housekeeping calls this until a batch is not full: it deletes up to [`super::housekeeping::BATCH`] rows that have
    /// had their time, in a transaction of its own, and says how many went.
    pub fn chore<F>(&mut self, sweep: F) -> &mut Self
    where
        F: for<'a> Fn(&'a App) -> BoxFuture<'a, Result<u64>> + Send + Sync + 'static,
    {
        self.chores.push(Arc::new(sweep));
        self
    }

    pub(in crate::kernel) fn chores(&self) -> &[Arc<Chore>] {
        &self.chores
    }

    /// How many tasks of a lane run at once per agency, unless its row says otherwise.
    pub(in crate::kernel) fn lane_capacity(&self, lane: &str) -> i32 {
        self.duties
            .values()
            .filter(|duty| duty.lane == lane)
            .map(|duty| duty.lane_capacity)
            .max()
            .unwrap_or(4)
    }

    /// Every kind of duty, for the golden list.
    #[must_use]
    pub fn kinds(&self) -> Vec<&'static str> {
        self.duties.keys().copied().collect()
    }

    pub(in crate::kernel) fn duty(&self, kind: &str) -> Option<&Duty> {
        self.duties.get(kind)
    }

    pub(in crate::kernel) fn also_for(&self, kind: EventKind) -> Vec<Arc<Also>> {
        self.also.get(&kind).cloned().unwrap_or_default()
    }

    pub(in crate::kernel) fn owed(&self, kind: EventKind, fact: &Value) -> Result<Vec<NewTask>> {
        let owes = self.owes.get(&kind).map(Vec::as_slice).unwrap_or_default();
        owes.iter().filter_map(|owed| owed(fact).transpose()).collect()
    }
}
