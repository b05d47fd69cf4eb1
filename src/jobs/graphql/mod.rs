//! Jobs as clients see them.

mod job;
mod job_log;
mod schedule;
mod task;

pub use job::Job;
pub use job_log::JobLog;
pub use schedule::Schedule;
pub use task::BackgroundTask;

use async_graphql::{MergedObject, MergedSubscription};

/// What can be asked about work.
#[derive(MergedObject, Default)]
pub struct JobsQuery(job::JobQuery, task::TaskQuery, schedule::ScheduleQuery);

/// What can be done about it.
#[derive(MergedObject, Default)]
pub struct JobsMutation(job::JobMutation, task::TaskMutation, schedule::ScheduleMutation);

/// How it can be followed.
#[derive(MergedSubscription, Default)]
pub struct JobsSubscription(job::JobSubscription, job_log::JobLogSubscription);
