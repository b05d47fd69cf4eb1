//! Is work done, and can anybody sign in?

use super::{database::deep, finding::Finding};
use crate::{
    identity::setup::people::people,
    kernel::{
        app::App,
        error::Result,
        node,
        queue::depth::{depth, late},
    },
};
use chrono::TimeDelta;
use entity::background_task::TaskStatus;

/// Work that is due waits no longer where workers keep up.
const PATIENCE: TimeDelta = TimeDelta::minutes(5);

pub async fn look(app: &App) -> Vec<Finding> {
    let mut found = Vec::new();
    for seen in [workers(app).await, tasks(app).await, somebody(app).await] {
        match seen {
            Ok(seen) => found.extend(seen),
            Err(error) => found.push(Finding::problem("work", deep(&error), "see there")),
        }
    }
    found
}

async fn workers(app: &App) -> Result<Vec<Finding>> {
    Ok(vec![match node::workers(app.db()).await? {
        0 => Finding::warning(
            "workers",
            "no process runs background tasks",
            "start leadwire serve (with queue.workers above 0) or leadwire work",
        ),
        1 => Finding::fine("workers", "one process runs background tasks"),
        count => Finding::fine("workers", format!("{count} processes run background tasks")),
    }])
}

async fn tasks(app: &App) -> Result<Vec<Finding>> {
    let mut seen = Vec::new();
    let late = late(app, app.now() - PATIENCE).await?;
    if let Some(oldest_at) = late.oldest_at {
        let minutes = (app.now() - oldest_at).num_minutes();
        let says = format!("overdue tasks: {}, the first of them for {minutes} minutes", late.tasks);
        seen.push(Finding::warning("tasks", says, "see that workers run, and what they log"));
    }
    if let Some(dead) = depth(app).await?.iter().find(|depth| depth.status == TaskStatus::Dead) {
        let says = format!("{} tasks were given up", dead.tasks);
        seen.push(Finding::warning(
            "tasks",
            says,
            "query deadTasks shows them and why; deadTaskRetry tries again",
        ));
    }
    if seen.is_empty() {
        seen.push(Finding::fine("tasks", "none is late, none was given up"));
    }
    Ok(seen)
}

async fn somebody(app: &App) -> Result<Vec<Finding>> {
    Ok(match people(app).await?.len() {
        0 => vec![Finding::warning(
            "people",
            "nobody can sign in yet",
            "open the link that leadwire serve prints, or run leadwire admin agency create NAME --email EMAIL",
        )],
        1 => vec![Finding::fine("people", "one person has an account")],
        count => vec![Finding::fine("people", format!("{count} people have accounts"))],
    })
}
