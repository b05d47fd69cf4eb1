//! Changing a task, giving it to somebody else, finishing it.

use super::told;
use crate::{
    crm::{
        events::tasks::{TaskCompleted, TaskReassigned, TaskUpdated},
        leads,
    },
    kernel::{
        app::App,
        change,
        check::{self, Problems, line},
        error::{Error, Result},
        events::FieldChange,
        patch::Patch,
        permission::Permission,
        scope::Scope,
        tx::Tx,
    },
};
use chrono::{DateTime, SubsecRound, Utc};
use entity::{
    ids::{MembershipId, TaskId},
    task::{Column, Entity, Model, TaskKind},
};

/// The longest title, in characters.
pub(super) const TITLE: usize = 200;

/// What is said of a task's fields.
#[derive(Clone, Debug, Default)]
pub struct TaskPatch {
    pub title: Patch<String>,
    pub kind: Patch<TaskKind>,
    pub due_at: Patch<DateTime<Utc>>,
}

/// Changes fields. What stays as it is raises no version and is no event.
pub async fn update(
    app: &App,
    scope: &Scope,
    id: TaskId,
    patch: TaskPatch,
    expected_version: Option<i32>,
) -> Result<Model> {
    let (mut tx, was) = open(app, scope, id).await?;
    check::version("task", expected_version, was.version)?;
    let is = apply(was.clone(), patch)?;
    let changes: Vec<_> =
        change::columns::<Entity>(&was, &is).into_iter().map(|c| shown(c, &was, &is)).collect();
    if changes.is_empty() {
        return Ok(was);
    }
    let is = save(&tx, &was, is).await?;
    let of = told(&tx, &is).await?;
    let words = words(&was, &is);
    tx.emit(&TaskUpdated { of, changes, words }).await?;
    tx.commit().await?;
    Ok(is)
}

/// Gives the task to a member; `None`: to nobody in particular.
pub async fn reassign(
    app: &App,
    scope: &Scope,
    id: TaskId,
    assignee: Option<MembershipId>,
    expected_version: Option<i32>,
) -> Result<Model> {
    let (mut tx, was) = open(app, scope, id).await?;
    let assignee = leads::assignee(&tx, assignee).await?;
    check::version("task", expected_version, was.version)?;
    refuse_done(&was)?;
    if was.assignee_id == assignee {
        return Ok(was);
    }
    let is = save(&tx, &was, Model { assignee_id: assignee, ..was.clone() }).await?;
    let of = told(&tx, &is).await?;
    tx.emit(&TaskReassigned { of, from: was.assignee_id }).await?;
    tx.commit().await?;
    Ok(is)
}

/// It is done. Of two who say so, the second is told.
pub async fn complete(app: &App, scope: &Scope, id: TaskId, expected_version: Option<i32>) -> Result<Model> {
    let (mut tx, was) = open(app, scope, id).await?;
    check::version("task", expected_version, was.version)?;
    refuse_done(&was)?;
    let is = save(&tx, &was, Model { done_at: Some(tx.now()), ..was.clone() }).await?;
    let of = told(&tx, &is).await?;
    tx.emit(&TaskCompleted { of }).await?;
    tx.commit().await?;
    Ok(is)
}

async fn open(app: &App, scope: &Scope, id: TaskId) -> Result<(Tx, Model)> {
    scope.require(Permission::WriteLeads)?;
    let tx = Tx::begin(app, scope).await?;
    let row = tx.hold::<Entity>(id).await?;
    Ok((tx, row))
}

fn refuse_done(row: &Model) -> Result<()> {
    match row.done_at {
        None => Ok(()),
        Some(_) => Err(Error::conflict_with_hint("This task is done.", "Make another with `taskCreate`.")),
    }
}

fn apply(mut row: Model, patch: TaskPatch) -> Result<Model> {
    let mut problems = Problems::default();
    match patch.title {
        Patch::Keep => {}
        Patch::Clear => problems.add("title", "a value; this cannot be cleared"),
        Patch::Set(title) => row.title = problems.keep("title", line(&title, TITLE)).unwrap_or_default(),
    }
    match patch.kind {
        Patch::Keep => {}
        Patch::Clear => problems.add("kind", "a value; this cannot be cleared"),
        Patch::Set(kind) => row.kind = kind,
    }
    problems.finish()?;
    row.due_at = patch.due_at.map(|at| at.trunc_subsecs(6)).over(row.due_at);
    Ok(row)
}

/// A title is somebody's words: only that it changed is told.
fn shown(column: Column, was: &Model, is: &Model) -> FieldChange {
    let field = change::field(column);
    match column {
        Column::Kind => FieldChange::shown(&field, was.kind, is.kind),
        Column::DueAt => FieldChange::shown(&field, was.due_at, is.due_at),
        _ => FieldChange::hidden(&field),
    }
}

/// What the audit log seals: the title.
fn words(was: &Model, is: &Model) -> Vec<FieldChange> {
    let is_renamed = was.title != is.title;
    is_renamed.then(|| FieldChange::shown("title", &was.title, &is.title)).into_iter().collect()
}

async fn save(tx: &Tx, was: &Model, mut is: Model) -> Result<Model> {
    (is.version, is.updated_at) = (was.version + 1, tx.now());
    change::write::<Entity>(tx, was, &is).await?;
    Ok(is)
}
