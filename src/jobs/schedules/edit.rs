//! Making and changing schedules. What their jobs would be is checked by whoever makes such jobs, with the rights of whoever
//! changes the schedule.

use super::{
    cron::Clock,
    events::{ScheduleCreated, ScheduleUpdated},
    list::held,
    told::differences,
};
use crate::{
    jobs::by_hand::{Draft, Purpose, made},
    kernel::{
        app::App,
        change,
        check::{self, Problems},
        error::{Error, Result},
        patch::Patch,
        permission::Permission,
        scope::Scope,
        tx::Tx,
    },
};
use chrono::{DateTime, Utc};
use entity::{
    ids::ScheduleId,
    schedule::{CatchUp, Entity, Model, Overlap},
};
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel};

const NAME: usize = 120;
/// Runs that an outage can leave to be made up for.
const MOST: i32 = 24;

/// A schedule to be.
#[derive(Clone, Debug)]
pub struct NewSchedule {
    pub name: String,
    pub cron: String,
    pub time_zone: String,
    pub job: Draft,
    pub catch_up: CatchUp,
    pub catch_up_max: i32,
    pub overlap: Overlap,
}

/// What is to change.
#[derive(Clone, Debug, Default)]
pub struct ScheduleChange {
    pub name: Patch<String>,
    pub cron: Patch<String>,
    pub time_zone: Patch<String>,
    pub job: Patch<Draft>,
    pub catch_up: Patch<CatchUp>,
    pub catch_up_max: Patch<i32>,
    pub overlap: Patch<Overlap>,
    pub expected_version: Option<i32>,
}

/// Makes it; its first job is made when its time comes.
pub async fn create(app: &App, scope: &Scope, new: NewSchedule) -> Result<Model> {
    scope.require(Permission::ManageDataSources)?;
    let mut tx = Tx::begin(app, scope).await?;
    let checked = made(&mut tx, new.job.clone(), Purpose::Check).await?;
    let (name, clock) = values(&tx, &new)?;
    let row = Model {
        id: ScheduleId::new(),
        agency_id: scope.agency(),
        workspace_id: checked.workspace,
        name,
        next_run_at: clock.next(tx.now()),
        time_zone: clock.zone().to_owned(),
        cron: clock.text,
        job_kind: checked.kind,
        template: serde_json::to_value(&new.job)?,
        catch_up: new.catch_up,
        catch_up_max: new.catch_up_max,
        overlap: new.overlap,
        last_run_at: None,
        paused_at: None,
        paused_because: None,
        created_by: scope.actor().columns().1,
        version: 1,
        deleted_at: None,
        created_at: tx.now(),
        updated_at: tx.now(),
    };
    Entity::insert(row.clone().into_active_model().reset_all()).exec_without_returning(&tx).await?;
    tx.emit(&ScheduleCreated { of: (&row).into() }).await?;
    tx.commit().await?;
    Ok(row)
}

/// Changes it. Another time counts from now on; what is due by the old one and was not looked at is left out.
pub async fn update(app: &App, scope: &Scope, id: ScheduleId, change: ScheduleChange) -> Result<Model> {
    scope.require(Permission::ManageDataSources)?;
    let mut tx = Tx::begin(app, scope).await?;
    let was = held(&tx, id).await?;
    check::version("schedule", change.expected_version, was.version)?;
    let expects_another = matches!(change.job, Patch::Set(_));
    let new = asked(&was, change)?;
    let mut row = was.clone();
    if expects_another {
        let checked = made(&mut tx, new.job.clone(), Purpose::Check).await?;
        row.workspace_id = checked.workspace;
        row.job_kind = checked.kind;
        row.template = serde_json::to_value(&new.job)?;
        row.created_by = scope.actor().columns().1;
    }
    let (name, clock) = values(&tx, &new)?;
    row.name = name;
    let is_moved = (clock.text.as_str(), clock.zone()) != (was.cron.as_str(), was.time_zone.as_str());
    if is_moved && was.paused_at.is_none() {
        row.next_run_at = clock.next(waits_from(&tx, &was));
    }
    row.time_zone = clock.zone().to_owned();
    row.cron = clock.text;
    row.catch_up = new.catch_up;
    row.catch_up_max = new.catch_up_max;
    row.overlap = new.overlap;
    let changes = differences(&was, &row)?;
    row.version += 1;
    row.updated_at = tx.now();
    change::write::<Entity>(&tx, &was, &row).await?;
    tx.emit(&ScheduleUpdated { of: (&row).into(), changes }).await?;
    tx.commit().await?;
    Ok(row)
}

/// From when on slots are waited for: now, or after the last that was looked at, where another server's clock is ahead of
/// ours. A slot is never waited for twice.
pub(super) fn waits_from(tx: &Tx, was: &Model) -> DateTime<Utc> {
    was.last_run_at.map_or(tx.now(), |last| last.max(tx.now()))
}

/// The schedule as it would be made anew after the change.
fn asked(was: &Model, change: ScheduleChange) -> Result<NewSchedule> {
    Ok(NewSchedule {
        name: change.name.over_required(was.name.clone(), "name")?,
        cron: change.cron.over_required(was.cron.clone(), "cron")?,
        time_zone: change.time_zone.over_required(was.time_zone.clone(), "timeZone")?,
        job: match change.job {
            Patch::Keep => serde_json::from_value(was.template.clone())?,
            given => given.over_required(Draft::of(was.job_kind), "job")?,
        },
        catch_up: change.catch_up.over_required(was.catch_up, "catchUp")?,
        catch_up_max: change.catch_up_max.over_required(was.catch_up_max, "catchUpMax")?,
        overlap: change.overlap.over_required(was.overlap, "overlap")?,
    })
}

fn values(tx: &Tx, new: &NewSchedule) -> Result<(String, Clock)> {
    let mut problems = Problems::default();
    let name = problems.keep("name", check::line(&new.name, NAME));
    let clock = Clock::checked(&new.cron, &new.time_zone, tx.now(), &mut problems);
    if !(1..=MOST).contains(&new.catch_up_max) {
        problems.add("catchUpMax", format!("a number from 1 to {MOST}"));
    }
    problems.finish()?;
    match (name, clock) {
        (Some(name), Some(clock)) => Ok((name, clock)),
        _ => Err(Error::bug("a problem that was not kept")),
    }
}
