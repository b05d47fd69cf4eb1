//! Schedules on Mutation.

use super::Schedule;
use crate::{
    graphql::{CtxExt, Id, Result, patch, scalars::TimeZone},
    jobs::{
        graphql::job::JobTemplateInput,
        schedules::{self, NewSchedule, ScheduleChange},
    },
};
use async_graphql::{Context, InputObject, MaybeUndefined, Object, SimpleObject};
use entity::{
    ids::ScheduleId,
    schedule::{CatchUp, Overlap},
};

/// Which job to make when.
#[derive(Debug, InputObject)]
pub struct ScheduleCreateInput {
    /// What people call it.
    name: String,
    /// When: five fields, minute, hour, day of month, month, day of week (`0 8 * * MON-FRI`). Never more often than each
    /// minute; a line that never comes true is refused.
    cron: String,
    /// Whose clock. A time that the clock leaps over in spring runs right after the leap, one that comes twice in autumn
    /// runs once; lines that say "every" run through both.
    time_zone: TimeZone,
    /// The job to make. It is checked now and at each time, with the rights of whoever makes the schedule.
    job: JobTemplateInput,
    /// What is done about times that passed while nobody could work; one run for all of them when absent.
    #[graphql(default_with = "CatchUp::One")]
    catch_up: CatchUp,
    /// With `ALL`: at most so many runs, 1 to 24.
    #[graphql(default = 1)]
    catch_up_max: i32,
    /// What is done when the time comes and the run before is not over; it is left out when absent.
    #[graphql(default_with = "Overlap::Skip")]
    overlap: Overlap,
}

/// What to change. Absent: keep.
#[derive(Debug, InputObject)]
pub struct ScheduleUpdateInput {
    /// Which one.
    id: Id<ScheduleId>,
    /// What people call it.
    name: MaybeUndefined<String>,
    /// When.
    cron: MaybeUndefined<String>,
    /// Whose clock.
    time_zone: MaybeUndefined<TimeZone>,
    /// The job to make, in place of what it was; from now on with the rights of whoever changes it.
    job: MaybeUndefined<JobTemplateInput>,
    /// What is done about times that passed while nobody could work.
    catch_up: MaybeUndefined<CatchUp>,
    /// With `ALL`: at most so many runs, 1 to 24.
    catch_up_max: MaybeUndefined<i32>,
    /// What is done when the time comes and the run before is not over.
    overlap: MaybeUndefined<Overlap>,
    /// Refuse when the version is another by now.
    expected_version: Option<i32>,
}

/// Which schedule stands still.
#[derive(Debug, InputObject)]
pub struct SchedulePauseInput {
    /// Which one.
    id: Id<ScheduleId>,
    /// Refuse when the version is another by now.
    expected_version: Option<i32>,
}

/// Which schedule goes on.
#[derive(Debug, InputObject)]
pub struct ScheduleResumeInput {
    /// Which one.
    id: Id<ScheduleId>,
    /// Refuse when the version is another by now.
    expected_version: Option<i32>,
}

/// Which schedule to delete.
#[derive(Debug, InputObject)]
pub struct ScheduleDeleteInput {
    /// Which one.
    id: Id<ScheduleId>,
    /// Refuse when the version is another by now.
    expected_version: Option<i32>,
}

/// What was deleted.
#[derive(Debug, SimpleObject)]
pub struct ScheduleDeletion {
    /// It is not there any more.
    deleted_id: Id<ScheduleId>,
}

impl From<ScheduleCreateInput> for NewSchedule {
    fn from(input: ScheduleCreateInput) -> Self {
        Self {
            name: input.name,
            cron: input.cron,
            time_zone: input.time_zone.0,
            job: input.job.into(),
            catch_up: input.catch_up,
            catch_up_max: input.catch_up_max,
            overlap: input.overlap,
        }
    }
}

impl From<ScheduleUpdateInput> for ScheduleChange {
    fn from(input: ScheduleUpdateInput) -> Self {
        Self {
            name: patch(input.name),
            cron: patch(input.cron),
            time_zone: patch(input.time_zone).map(|zone| zone.0),
            job: patch(input.job).map(Into::into),
            catch_up: patch(input.catch_up),
            catch_up_max: patch(input.catch_up_max),
            overlap: patch(input.overlap),
            expected_version: input.expected_version,
        }
    }
}

#[derive(Default)]
pub struct ScheduleMutation;

#[Object]
impl ScheduleMutation {
    /// Makes a schedule: at each of its times a job is made and started.
    async fn schedule_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which job is made when, and what is done about late and overlapping ones.")]
        input: ScheduleCreateInput,
    ) -> Result<Schedule> {
        Ok(schedules::create(ctx.app(), ctx.scope()?, input.into()).await?.into())
    }

    /// Changes a schedule. Another time counts from now on.
    async fn schedule_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The schedule, and its new times, job or policies.")] input: ScheduleUpdateInput,
    ) -> Result<Schedule> {
        let id = input.id.0;
        Ok(schedules::update(ctx.app(), ctx.scope()?, id, input.into()).await?.into())
    }

    /// Lets a schedule stand still. A job that runs goes on.
    async fn schedule_pause(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The schedule to let stand still.")] input: SchedulePauseInput,
    ) -> Result<Schedule> {
        let version = input.expected_version;
        Ok(schedules::pause(ctx.app(), ctx.scope()?, input.id.0, version).await?.into())
    }

    /// Lets a schedule go on, from its first time after now: what passed meanwhile is not made up for. One that had paused by
    /// itself works from now on with your rights.
    async fn schedule_resume(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The paused schedule to go on with.")] input: ScheduleResumeInput,
    ) -> Result<Schedule> {
        let version = input.expected_version;
        Ok(schedules::resume(ctx.app(), ctx.scope()?, input.id.0, version).await?.into())
    }

    /// Deletes a schedule; its jobs stay.
    async fn schedule_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The schedule to delete.")] input: ScheduleDeleteInput,
    ) -> Result<ScheduleDeletion> {
        schedules::delete(ctx.app(), ctx.scope()?, input.id.0, input.expected_version).await?;
        Ok(ScheduleDeletion { deleted_id: input.id })
    }
}
