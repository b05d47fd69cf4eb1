//! Jobs on Mutation.

use super::{Job, draft::JobTemplateInput};
use crate::{
    graphql::{CtxExt, Id, Result},
    jobs,
};
use async_graphql::{Context, InputObject, Object};
use entity::ids::JobId;

/// What is to be worked on.
#[derive(Debug, InputObject)]
pub struct JobCreateInput {
    #[graphql(flatten)]
    job: JobTemplateInput,
    /// Start it at once; otherwise it waits for `jobStart`.
    #[graphql(default)]
    start: bool,
}

/// Which job to start.
#[derive(Debug, InputObject)]
pub struct JobStartInput {
    /// Its id.
    id: Id<JobId>,
}

/// Which job to pause.
#[derive(Debug, InputObject)]
pub struct JobPauseInput {
    /// Its id.
    id: Id<JobId>,
}

/// Which job to go on with.
#[derive(Debug, InputObject)]
pub struct JobResumeInput {
    /// Its id.
    id: Id<JobId>,
}

/// Which job to cancel.
#[derive(Debug, InputObject)]
pub struct JobCancelInput {
    /// Its id.
    id: Id<JobId>,
}

/// Which job to try again.
#[derive(Debug, InputObject)]
pub struct JobRetryInput {
    /// Its id.
    id: Id<JobId>,
}

#[derive(Default)]
pub struct JobMutation;

#[Object]
impl JobMutation {
    /// Makes a job; it is PENDING until it is started. SCRAPE reads a data source to the end, or to its limits, into a list
    /// (and a campaign). ENRICH and VERIFY work on the leads of a list, at most 500.
    async fn job_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The kind of work, what it reads, where its results go, and its limits.")]
        input: JobCreateInput,
    ) -> Result<Job> {
        let JobCreateInput { job, start } = input;
        Ok(jobs::create_by_hand(ctx.app(), ctx.scope()?, job.into(), start).await?.into())
    }

    /// Starts a PENDING job. Your own, or any with the permission to control all jobs.
    async fn job_start(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The pending job to start.")] input: JobStartInput,
    ) -> Result<Job> {
        Ok(jobs::start(ctx.app(), ctx.scope()?, input.id.0).await?.into())
    }

    /// Lets a RUNNING job stand still: no new call to a provider starts, one under way is awaited and recorded.
    async fn job_pause(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The running job to let stand still.")] input: JobPauseInput,
    ) -> Result<Job> {
        Ok(jobs::pause(ctx.app(), ctx.scope()?, input.id.0).await?.into())
    }

    /// Lets a PAUSED job go on where it stood.
    async fn job_resume(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The paused job to go on with.")] input: JobResumeInput,
    ) -> Result<Job> {
        Ok(jobs::resume(ctx.app(), ctx.scope()?, input.id.0).await?.into())
    }

    /// Stops a job that is not finished. What it found so far stays.
    async fn job_cancel(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The unfinished job to stop.")] input: JobCancelInput,
    ) -> Result<Job> {
        Ok(jobs::cancel(ctx.app(), ctx.scope()?, input.id.0).await?.into())
    }

    /// Puts a FAILED or CANCELLED job back to PENDING; it starts by itself within seconds and goes on from its checkpoint.
    async fn job_retry(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The failed or cancelled job to try again.")] input: JobRetryInput,
    ) -> Result<Job> {
        Ok(jobs::retry(ctx.app(), ctx.scope()?, input.id.0).await?.into())
    }
}
