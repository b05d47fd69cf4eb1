//! What the domains declare at start-up: the duties they can do, and what is owed when something happened.

use super::{
    app::App,
    error::{Error, Result},
    events::{Event, LoggedEvent},
    projection::Projection,
    queue::{BackgroundTask, Ended, Failure, Slice, book::NewTask},
    rotation::{self, SealedColumn},
    scope::Scope,
    tx::Tx,
};
use entity::{event_kind::EventKind, ids::LeadId};
use futures_util::future::BoxFuture;
use serde_json::Value;
use std::{
    any::Any,
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

type Run = dyn Fn(Value, Slice) -> BoxFuture<'static, Result<Ended, Failure>> + Send + Sync;
type GiveUp = dyn for<'a> Fn(Value, &'a mut Tx, &'a Error) -> BoxFuture<'a, Result<()>> + Send + Sync;
type Also = dyn for<'a> Fn(&'a mut Tx, &'a Value) -> BoxFuture<'a, Result<()>> + Send + Sync;
type Hear = dyn for<'a> Fn(&'a Tx, &'a Scope, &'a [LoggedEvent]) -> BoxFuture<'a, Result<()>> + Send + Sync;
type Know = dyn for<'a> Fn(&'a Tx, LeadId) -> BoxFuture<'a, Result<Value>> + Send + Sync;
type Chore = dyn for<'a> Fn(&'a App) -> BoxFuture<'a, Result<u64>> + Send + Sync;
type Sweep = dyn for<'a> Fn(&'a App) -> BoxFuture<'a, Result<()>> + Send + Sync;
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
    heard: BTreeSet<EventKind>,
    hearers: Vec<(BTreeSet<EventKind>, Arc<Hear>)>,
    listeners: Vec<Arc<Hear>>,
    chores: Vec<Arc<Chore>>,
    sealed: Vec<SealedColumn>,
    knowledge: Vec<(&'static str, Arc<Know>)>,
    sweeps: Vec<Arc<Sweep>>,
    offers: Vec<Arc<dyn Any + Send + Sync>>,
    projections: Vec<Projection>,
}

impl Wiring {
    /// This process can do duties of kind `T`.
    pub fn task<T: BackgroundTask>(&mut self) -> &mut Self {
        let run: Arc<Run> = Arc::new(|payload, slice| {
            Box::pin(async move {
                // Another version of the program may have written it: during an upgrade both run.
                let unreadable =
                    |cause: serde_json::Error| Failure::Retry { error: cause.into(), after: None };
                let task: T = serde_json::from_value(payload).map_err(unreadable)?;
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

    /// When events of these kinds have their numbers, `then` writes what is owed to others because of them, in the same
    /// transaction: all that one transaction stated at once, in the order of the log. It acts for the agency as a whole, whoever
    /// stated the events.
    ///
    /// The log is locked meanwhile: few short statements, and no lock on a row that somebody may hold while they commit.
    pub fn hears<F>(&mut self, kinds: &[EventKind], then: F) -> &mut Self
    where
        F: for<'a> Fn(&'a Tx, &'a Scope, &'a [LoggedEvent]) -> BoxFuture<'a, Result<()>>
            + Send
            + Sync
            + 'static,
    {
        self.heard.extend(kinds);
        self.hearers.push((kinds.iter().copied().collect(), Arc::new(then)));
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
        self.heard.contains(&kind)
    }

    /// Tells who waits for these events, which have just got their numbers.
    pub(in crate::kernel) async fn tell(
        &self,
        tx: &Tx,
        logged: &[LoggedEvent],
        is_listened: bool,
    ) -> Result<()> {
        let agency = Scope::system(tx.scope().agency());
        for (kinds, then) in &self.hearers {
            let theirs: Vec<_> = logged.iter().filter(|event| kinds.contains(&event.kind)).cloned().collect();
            if !theirs.is_empty() {
                then(tx, &agency, &theirs).await?;
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

    /// This column holds sealed values: a rotation of keys seals them anew.
    pub fn sealed(&mut self, column: SealedColumn) -> &mut Self {
        self.sealed.push(column);
        self
    }

    /// Every column of sealed values, the kernel's own among them.
    #[must_use]
    pub fn sealed_columns(&self) -> Vec<SealedColumn> {
        rotation::OWN.iter().chain(&self.sealed).copied().collect()
    }

    /// What else is known of a person, under this name in all that is given to them (`leadExport`).
    pub fn knows<F>(&mut self, name: &'static str, then: F) -> &mut Self
    where
        F: for<'a> Fn(&'a Tx, LeadId) -> BoxFuture<'a, Result<Value>> + Send + Sync + 'static,
    {
        self.knowledge.push((name, Arc::new(then)));
        self
    }

    /// All of that.
    pub async fn known(&self, tx: &Tx, person: LeadId) -> Result<Vec<(&'static str, Value)>> {
        let mut all = vec![];
        for (name, know) in &self.knowledge {
            all.push((*name, know(tx, person).await?));
        }
        Ok(all)
    }

    /// Every worker calls this about once a second: it books what became due by the clock, across agencies. Several call it
    /// at the same time.
    pub fn sweeps<F>(&mut self, sweep: F) -> &mut Self
    where
        F: for<'a> Fn(&'a App) -> BoxFuture<'a, Result<()>> + Send + Sync + 'static,
    {
        self.sweeps.push(Arc::new(sweep));
        self
    }

    pub(in crate::kernel) fn due_sweeps(&self) -> &[Arc<Sweep>] {
        &self.sweeps
    }

    /// Something a domain can do for one that comes before it, which finds it by its type.
    pub fn offers<T: Any + Send + Sync>(&mut self, offer: T) -> &mut Self {
        self.offers.push(Arc::new(offer));
        self
    }

    /// All offers of this type.
    pub fn offered<T: Any>(&self) -> impl Iterator<Item = &T> {
        self.offers.iter().filter_map(|offer| offer.downcast_ref())
    }

    /// A table made of the log, kept up a moment behind it.
    pub fn projects(&mut self, projection: Projection) -> &mut Self {
        self.projections.push(projection);
        self
    }

    pub(in crate::kernel) fn projections(&self) -> &[Projection] {
        &self.projections
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
