//! Background tasks that were given up, for the people who run the agency's Leadwire: seen, and tried again by hand.

use crate::kernel::{
    app::App,
    audit::Deed,
    error::{Error, Result},
    events::FieldChange,
    page::{self, OrderBy, Page, PageArgs},
    permission::Permission,
    queue::of_job,
    scope::Scope,
    tx::Tx,
};
use entity::{
    background_task::{self, Column as C, TaskStatus},
    ids::BackgroundTaskId,
    job::{self, JobStatus},
};
use sea_orm::{ColumnTrait, QueryFilter, Select};

/// The agency's dead tasks, the newest first.
pub async fn list(app: &App, scope: &Scope, args: &PageArgs) -> Result<Page<background_task::Model>> {
    let order = OrderBy { column: C::FinishedAt, is_descending: true };
    page::page(rows(scope)?, order, args, &scope.read(app)).await
}

/// How many there are; by value, because it is asked when the page is already made.
pub async fn count(app: App, scope: Scope) -> Result<(u64, bool)> {
    page::total(rows(&scope)?, &scope.read(&app)).await
}

fn rows(scope: &Scope) -> Result<Select<background_task::Entity>> {
    scope.require(Permission::ControlAllJobs)?;
    Ok(scope.find::<background_task::Entity>().filter(C::Status.eq(TaskStatus::Dead)))
}

/// Queues a dead task again, with all its attempts.
pub async fn retry(app: &App, scope: &Scope, id: BackgroundTaskId) -> Result<background_task::Model> {
    scope.require(Permission::ControlAllJobs)?;
    let mut tx = Tx::begin(app, scope).await?;
    let task = scope.get::<background_task::Entity>(id, &tx).await?;
    if task.status != TaskStatus::Dead {
        let message = format!("This task is {}; only dead ones can be retried.", name(task.status));
        return Err(Error::conflict(message));
    }
    if let Some(id) = task.job_id {
        let job = scope.get::<job::Entity>(id, &tx).await?;
        if !matches!(job.status, JobStatus::Running | JobStatus::Paused) {
            return Err(Error::conflict_with_hint(
                "The job of this task is over.",
                "Retry the job itself: jobRetry.",
            ));
        }
    }
    of_job::revive(&mut tx, &task).await?;
    let changes = vec![FieldChange::shown("kind", (), &task.kind)];
    let subject = ("BACKGROUND_TASK", id.0);
    tx.audit(Deed { action: "DEAD_TASK_RETRIED", subject, changes }).await?;
    let task = scope.get::<background_task::Entity>(id, &tx).await?;
    tx.commit().await?;
    Ok(task)
}

fn name(status: TaskStatus) -> String {
    format!("{status:?}").to_uppercase()
}
