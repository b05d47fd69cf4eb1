//! A slot has come: its job is made, once, however many workers look. The schedule's row is held meanwhile, the slot is
//! entered in the same transaction as its job, and the database takes each slot of a schedule once only.

use super::{
    cron::Clock,
    due::{Due, Slot, due},
    events::ScheduleFired,
    list::held,
    steps::stand_still,
};
use crate::{
    identity::caller,
    jobs::{
        by_hand::{Draft, Purpose, made},
        control,
        create::{NewJob, create},
    },
    kernel::{
        app::App,
        error::{Error, Result},
        permission::Permission,
        queue::{BackgroundTask, Ended, Failure, Slice},
        scope::Scope,
        tx::Tx,
    },
};
use chrono::{DateTime, Utc};
use entity::{
    ids::{JobId, ScheduleId, ScheduleRunId},
    job::{self, JobStatus},
    schedule::{self, Model, Overlap},
    schedule_run::{self, Column as R, RunOutcome},
};
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Set, sea_query::Expr,
};
use serde::{Deserialize, Serialize};

const LOST: &str =
    "Whoever it works for may not have such jobs made any more. Somebody who may can let it go on.";

/// Fires one slot of one schedule.
#[derive(Debug, Serialize, Deserialize)]
pub struct FireSchedule {
    pub schedule: ScheduleId,
    pub slot: DateTime<Utc>,
}

impl BackgroundTask for FireSchedule {
    const KIND: &'static str = "jobs.fire_schedule";
    const LANE: &'static str = "schedules";
    const LANE_CAPACITY: i32 = 4;
    const PRIORITY: i16 = 1;

    fn unique_key(&self) -> Option<String> {
        Some(format!("{}:{}", self.schedule, self.slot.timestamp()))
    }

    async fn run(self, slice: Slice) -> Result<Ended, Failure> {
        let rights = rights(slice.app(), slice.scope(), self.schedule).await?;
        let mut tx = slice.begin().await?;
        if let Some(row) = self.waited_for(&tx).await? {
            // Booked by a clock that went ahead of ours, or that was set.
            if let Ok(early) = (self.slot - tx.now()).to_std()
                && !early.is_zero()
            {
                return Err(Failure::Later(early));
            }
            fire(&mut tx, &row, self.slot, rights.as_ref()).await?;
        }
        slice.done(tx).await
    }

    /// It would be tried each second otherwise.
    async fn give_up(self, tx: &mut Tx, why: &Error) -> Result<()> {
        match self.waited_for(tx).await? {
            Some(row) => stand_still(tx, &row, Some(format!("It could not be fired: {why}"))).await.map(drop),
            None => Ok(()),
        }
    }
}

impl FireSchedule {
    /// The schedule, held, if it still waits for this slot.
    async fn waited_for(&self, tx: &Tx) -> Result<Option<Model>> {
        match held(tx, self.schedule).await {
            Err(Error::NotFound(_)) => Ok(None),
            row => Ok(Some(row?).filter(|row| row.next_run_at == Some(self.slot))),
        }
    }
}

/// What whoever the schedule works for may do now.
async fn rights(app: &App, scope: &Scope, id: ScheduleId) -> Result<Option<Scope>> {
    let row = scope.find_by_id::<schedule::Entity>(id).one(&scope.read(app)).await?;
    let Some(whom) = row.and_then(|row| row.created_by) else { return Ok(None) };
    let found = caller::absent(app, scope.agency(), whom).await?;
    Ok(found.filter(|scope| scope.allows(Permission::ManageDataSources)))
}

async fn fire(tx: &mut Tx, row: &Model, slot: DateTime<Utc>, rights: Option<&Scope>) -> Result<()> {
    let Some(clock) = Clock::stored(&row.cron, &row.time_zone) else {
        return stand_still(tx, row, Some("Its time cannot be read.".into())).await.map(drop);
    };
    let Some(rights) = rights else {
        return stand_still(tx, row, Some(LOST.into())).await.map(drop);
    };
    tx.act_for(rights)?;
    let Due { runs, skipped, next } = due(&clock, slot, tx.now(), (row.catch_up, row.catch_up_max));
    if let Some(slot) = skipped {
        enter(tx, row, slot, Came::Skipped("Its time had passed while nobody could work.")).await?;
    }
    if !runs.is_empty() {
        let mut before = not_over(tx, row).await?;
        let is_free = before.is_empty() || row.overlap != Overlap::Skip;
        for slot in &runs {
            let came = match is_free {
                true => start(tx, row, &mut before).await?,
                false => Came::Skipped("The run before is not over."),
            };
            enter(tx, row, *slot, came).await?;
        }
    }
    let last = runs.last().or(skipped.as_ref()).map_or(slot, |slot| slot.at);
    tx.update::<schedule::Entity>()
        .col_expr(schedule::Column::NextRunAt, Expr::val(next))
        .col_expr(schedule::Column::LastRunAt, Expr::val(last))
        .filter(schedule::Column::Id.eq(row.id))
        .exec(&*tx)
        .await?;
    Ok(())
}

/// What became of a slot.
enum Came {
    Started(JobId),
    Skipped(&'static str),
    Refused(String),
}

/// The jobs of earlier times that are not over, where that matters.
async fn not_over(tx: &Tx, row: &Model) -> Result<Vec<JobId>> {
    if row.overlap == Overlap::Allow {
        return Ok(vec![]);
    }
    let mine = tx.scope().find::<schedule_run::Entity>().filter(R::ScheduleId.eq(row.id));
    let mine = mine.filter(R::JobId.is_not_null()).select_only().column(R::JobId).into_query();
    let at_work = tx.scope().find::<job::Entity>().filter(job::Column::Id.in_subquery(mine));
    let at_work = at_work
        .filter(job::Column::Status.is_in([JobStatus::Pending, JobStatus::Running, JobStatus::Paused]))
        .order_by_asc(job::Column::Id)
        .select_only()
        .column(job::Column::Id);
    Ok(at_work.into_tuple().all(tx).await?)
}

/// Makes the job and starts it. A refusal is an answer: looked for first, so that it leaves nothing behind. What is refused
/// only now, such as a list that nobody is on yet, is refused before anything is written. Only a job that can be made ends
/// those it is to `replace`.
async fn start(tx: &mut Tx, row: &Model, replace: &mut Vec<JobId>) -> Result<Came> {
    let draft: Draft = serde_json::from_value(row.template.clone())?;
    if let Err(error) = made(tx, draft.clone(), Purpose::Check).await {
        return refused(error);
    }
    match made(tx, draft, Purpose::Make).await {
        Ok(new) => {
            for id in replace.drain(..) {
                control::cancel_unless_over(tx, id).await?;
            }
            Ok(Came::Started(create(tx, NewJob { starts: true, ..new }).await?.id))
        }
        Err(error) => refused(error),
    }
}

/// A failure of ours is none.
fn refused(error: Error) -> Result<Came> {
    match error {
        Error::Internal(_) | Error::Unavailable { .. } | Error::TooSlow => Err(error),
        refusal => Ok(Came::Refused(refusal.to_string())),
    }
}

async fn enter(tx: &mut Tx, row: &Model, slot: Slot, came: Came) -> Result<()> {
    let (outcome, job, reason) = match came {
        Came::Started(job) => (RunOutcome::Started, Some(job), None),
        Came::Skipped(why) => (RunOutcome::Skipped, None, Some(why.to_owned())),
        Came::Refused(why) => (RunOutcome::Refused, None, Some(why.chars().take(500).collect())),
    };
    let again = outcome == RunOutcome::Refused && was_refused(tx, row).await?;
    let run = schedule_run::ActiveModel {
        id: Set(ScheduleRunId::new()),
        agency_id: Set(row.agency_id),
        schedule_id: Set(row.id),
        slot_at: Set(slot.at),
        outcome: Set(outcome),
        job_id: Set(job),
        reason: Set(reason),
        missed: Set(slot.missed),
        at: Set(tx.now()),
    };
    schedule_run::Entity::insert(run).exec_without_returning(&*tx).await?;
    let fact = ScheduleFired { of: row.into(), slot: slot.at, outcome, job, missed: slot.missed, again };
    tx.emit(&fact).await
}

/// Whether its last job could not be made either, since somebody changed the schedule.
async fn was_refused(tx: &Tx, row: &Model) -> Result<bool> {
    let runs = tx.scope().find::<schedule_run::Entity>().filter(R::ScheduleId.eq(row.id));
    let runs = runs.filter(R::Outcome.ne(RunOutcome::Skipped)).filter(R::At.gt(row.updated_at));
    let last = runs.order_by_desc(R::SlotAt).one(tx).await?;
    Ok(last.is_some_and(|run| run.outcome == RunOutcome::Refused))
}
