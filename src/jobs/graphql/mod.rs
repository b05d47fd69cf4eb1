//! Jobs as clients see them.

mod job;
mod job_log;
mod task;

pub use job::Job;
pub use job_log::JobLog;
pub use task::BackgroundTask;

use async_graphql::{MergedObject, MergedSubscription};

/// What can be asked about work.
#[derive(MergedObject, Default)]
pub struct JobsQuery(job::JobQuery, task::TaskQuery);

/// What can be done about it.
#[derive(MergedObject, Default)]
pub struct JobsMutation(job::JobMutation, task::TaskMutation);

/// How it can be followed.
#[derive(MergedSubscription, Default)]
pub struct JobsSubscription(job::JobSubscription, job_log::JobLogSubscription);
