//! One unit of work: rows, events and background tasks become true together or not at all.

use super::{
    app::App,
    audit,
    audit_values::Personal,
    error::{Error, Result},
    events::{Event, LoggedEvent},
    idempotency,
    queue::{BackgroundTask, admit, book::NewTask, prompt::Prompts},
    scope::{Scope, noun},
    stated::{self, Stated},
    tally::{Count, Place, Tallies},
    wall,
    work::{Work, runs_on_its_work},
};
use chrono::{DateTime, Utc};
use entity::{event, event_head, tenancy::Tenanted};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::Unchanged,
    DeleteMany, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect, Set, UpdateMany,
    sea_query::{Expr, ExprTrait, LockType, OnConflict},
};
use std::collections::BTreeSet;

/// An open transaction of one agency. Dropped without [`Tx::commit`], nothing happened.
pub struct Tx {
    work: Work,
    app: App,
    scope: Scope,
    now: DateTime<Utc>,
    events: Vec<Stated>,
    tasks: Vec<NewTask>,
    tallies: Tallies,
    lanes: BTreeSet<String>,
    rings: bool,
    pub(in crate::kernel) deeds: audit::Waiting,
    listens: bool,
    /// Lanes of tasks that could not be let in while the log was locked.
    prompts: Prompts,
}

impl Tx {
    pub async fn begin(app: &App, scope: &Scope) -> Result<Self> {
        let scope = scope.off_the_line().await;
        Ok(Self {
            work: app.db().writes().noted_work(Work::begin_of(app.db(), scope.agency()).await)?,
            app: app.clone(),
            scope,
            now: app.now(),
            events: vec![],
            tasks: vec![],
            tallies: Tallies::default(),
            lanes: BTreeSet::new(),
            rings: false,
            deeds: audit::Waiting::default(),
            listens: false,
            prompts: Prompts::default(),
        })
    }

    #[must_use]
    pub fn app(&self) -> &App {
        &self.app
    }

    #[must_use]
    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    /// From here on, this is done for somebody of the same agency whose rights were looked up: work that they asked for
    /// earlier and that is begun now.
    pub fn act_for(&mut self, whom: &Scope) -> Result<()> {
        if whom.agency() != self.scope.agency() {
            return Err(Error::bug("a transaction acts for one agency"));
        }
        self.scope = whom.clone();
        Ok(())
    }

    /// When this unit of work happens: one instant for all its rows.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.now
    }

    pub(in crate::kernel) fn work(&self) -> &Work {
        &self.work
    }

    /// Resolves an id that came from outside, and holds the row: nobody else changes it before this commits.
    ///
    /// Held in this order, so that nobody waits in a circle: leads (by id), then a pipeline or campaign, then its parts.
    pub async fn hold<E: Tenanted>(&self, id: E::Id) -> Result<E::Model> {
        let row = self.scope.find_by_id::<E>(id).lock(LockType::NoKeyUpdate).one(self).await?;
        row.ok_or(Error::NotFound(noun::<E>()))
    }

    /// Starts an update of the agency's own rows of this kind.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "this is the door the ban points to")]
    pub fn update<E: Tenanted>(&self) -> UpdateMany<E> {
        E::update_many().filter(wall::own::<E>(self.scope.agency()))
    }

    /// Starts a deletion of the agency's own rows of this kind.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "this is the door the ban points to")]
    pub fn delete<E: Tenanted>(&self) -> DeleteMany<E> {
        E::delete_many().filter(wall::own::<E>(self.scope.agency()))
    }

    /// States a fact: runs what other domains do in the same transaction, books what they owe because of it.
    pub async fn emit<E: Event>(&mut self, fact: &E) -> Result<()> {
        let is_asked_for = fact.is_deed() && self.scope.request_id().is_some();
        if is_asked_for || fact.is_audited() || self.scope.is_operators() {
            let personal = Personal { values: fact.personal(), people: fact.people() };
            let values = (fact.record(), personal);
            // Boxed: every command states facts, and would carry the room for this otherwise.
            Box::pin(self.audit_fact(E::KIND, fact.subject(), values)).await?;
        }
        let (stated, fact) = Stated::of(fact)?;
        self.events.push(stated);
        let app = self.app.clone();
        for reaction in app.wiring().also_for(E::KIND) {
            reaction(self, &fact).await?;
        }
        for owed in app.wiring().owed(E::KIND, &fact)? {
            self.tasks.push(owed);
        }
        Ok(())
    }

    /// Notes which campaigns the leads are in that something was stated of. The commit does, too; whoever deletes the rows
    /// that say it asks for it before.
    pub async fn look_around(&mut self) -> Result<()> {
        let mut events = std::mem::take(&mut self.events);
        stated::look_around(self, &mut events).await?;
        self.events = events;
        Ok(())
    }

    /// Numbers move; told with the first event of this transaction.
    pub fn count(&mut self, place: Place, counts: impl IntoIterator<Item = Count>) {
        self.tallies.add(place, counts);
    }

    /// Books a duty; due at once.
    pub fn enqueue<T: BackgroundTask>(&mut self, task: &T) -> Result<()> {
        self.tasks.push(NewTask::of(task)?);
        Ok(())
    }

    /// Books a duty for later.
    pub fn enqueue_at<T: BackgroundTask>(&mut self, task: &T, at: DateTime<Utc>) -> Result<()> {
        self.tasks.push(NewTask { run_at: Some(at), ..NewTask::of(task)? });
        Ok(())
    }

    /// Something beside events was written that live readers wait for: they are told to look after the commit.
    pub fn ring(&mut self) {
        self.rings = true;
    }

    /// From this transaction's own events on, what listens to the whole log (`Wiring::listens`) is told of each.
    pub fn start_listening(&mut self) {
        self.listens = true;
    }

    /// Nobody in this agency listens any more. For listeners, while the log is locked: whoever starts to listen now does so
    /// after us.
    pub async fn stop_listening(&self) -> Result<()> {
        let head = event_head::ActiveModel {
            agency_id: Unchanged(self.scope.agency()),
            has_listeners: Set(false),
            ..Default::default()
        };
        event_head::Entity::update(head).exec(&self.work).await?;
        Ok(())
    }

    /// Books duties while events get their numbers (`Wiring::hears`). Lanes are locked before the log, so that these are let
    /// in right after the commit, in a transaction of its own.
    pub async fn enqueue_unhurried<T: BackgroundTask>(&self, tasks: &[T]) -> Result<()> {
        if !tasks.is_empty() {
            self.prompts.add(T::LANE);
        }
        let booked = tasks.iter().map(NewTask::of).collect::<Result<Vec<_>>>()?;
        NewTask::insert_all(booked, &self.work, self.scope.agency(), self.now).await
    }

    /// A place in this lane became free, or its limit changed: let the next ones in at commit.
    pub(in crate::kernel) fn release(&mut self, lane: &str) {
        self.lanes.insert(lane.to_owned());
    }

    /// Commits. Locks are taken last and always in this order: lanes (sorted), then the event head.
    /// Numbers are drawn under the head's lock, so the order of numbers is the order of commits and no reader skips one.
    pub async fn commit(mut self) -> Result<()> {
        // Boxed: every commit would carry the room for this otherwise.
        let deeds = std::mem::take(&mut self.deeds);
        Box::pin(deeds.write(&self)).await?;
        Box::pin(self.look_around()).await?;
        for task in std::mem::take(&mut self.tasks) {
            self.lanes.insert(task.lane.to_owned());
            task.insert(&self.work, self.scope.agency(), self.now).await?;
        }
        for lane in std::mem::take(&mut self.lanes) {
            admit::lane(&self.work, &self.app, self.scope.agency(), &lane, self.now).await?;
        }
        let told = !self.events.is_empty();
        if told {
            self.write_events().await?;
        }
        idempotency::mark(&self.work).await?;
        self.app.db().writes().noted_work(self.work.commit().await)?;
        if told || self.rings {
            self.app.hints().ring(self.scope.agency());
        }
        self.prompts.prompt(&self.app, self.scope.agency());
        Ok(())
    }

    async fn write_events(&mut self) -> Result<()> {
        let mut events = std::mem::take(&mut self.events);
        self.tallies.leave_with(events.first_mut().map(|event| &mut event.data))?;
        let count = i64::try_from(events.len()).map_err(Error::internal)?;
        let head = self.draw_numbers(count).await?;
        let numbered = events.into_iter().zip(head.last_seq - count + 1..);
        let rows: Vec<_> = numbered.map(|(stated, seq)| stated.row(&self.scope, self.now, seq)).collect();
        let wiring = self.app.wiring();
        let is_heard = head.has_listeners || rows.iter().any(|row| wiring.is_heard(row.kind));
        let logged = if is_heard { rows.iter().cloned().map(LoggedEvent::decode).collect() } else { vec![] };
        let rows = rows.into_iter().map(|row| row.into_active_model().reset_all());
        event::Entity::insert_many(rows).exec_without_returning(&self.work).await?;
        if is_heard {
            // Boxed: every commit would carry the room for this otherwise.
            Box::pin(wiring.tell(self, &logged, head.has_listeners)).await?;
        }
        Ok(())
    }

    /// The agency's log after drawing `count` numbers.
    async fn draw_numbers(&self, count: i64) -> Result<event_head::Model> {
        use event_head::Column as C;
        let head = event_head::ActiveModel {
            agency_id: Set(self.scope.agency()),
            last_seq: Set(count),
            floor_seq: Set(0),
            has_listeners: Set(self.listens),
        };
        let next = Expr::col((event_head::Entity, C::LastSeq)).add(count);
        let mut on_conflict = OnConflict::column(C::AgencyId);
        on_conflict.value(C::LastSeq, next);
        if self.listens {
            on_conflict.value(C::HasListeners, Expr::val(true));
        }
        Ok(event_head::Entity::insert(head).on_conflict(on_conflict).exec_with_returning(&self.work).await?)
    }
}

runs_on_its_work!(Tx);
