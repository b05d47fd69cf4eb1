//! Setting budgets and taking them away. What the running period has seen counts from the ledger, so that a budget set in the
//! middle of a month is no fresh start.

use super::{
    events::{BudgetRemoved, BudgetSet},
    period::started_at,
    recount::{reserved, spent},
};
use crate::kernel::{
    app::App,
    change,
    check::{self, Problems},
    error::{Error, Result},
    patch::Patch,
    permission::Permission,
    scope::Scope,
    tx::Tx,
};
use entity::{
    budget::{ActiveModel, BudgetPeriod, BudgetScope, Column as C, Entity, Model},
    ids::{BudgetId, JobId, WorkspaceId},
    job, workspace,
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect,
    sea_query::LockType,
};

/// Whose spending is limited.
#[derive(Clone, Copy, Debug)]
pub(super) enum Whose {
    Agency,
    Workspace(WorkspaceId),
    Job(JobId),
}

/// A budget to be.
#[derive(Clone, Debug)]
pub struct NewBudget {
    pub scope: BudgetScope,
    /// For scope WORKSPACE.
    pub workspace: Option<WorkspaceId>,
    /// For scope JOB.
    pub job: Option<JobId>,
    pub period: BudgetPeriod,
    /// In millionths; cleared: no limit any more. To be said in any case.
    pub limit_micros: Patch<i64>,
    /// Told when so much of it is used, in percent.
    pub warn_percent: i32,
    pub expected_version: Option<i32>,
}

/// Sets the budget, in place of the one there is; `None`: there is none now.
pub async fn set(app: &App, scope: &Scope, new: NewBudget) -> Result<Option<Model>> {
    scope.require(Permission::ManageDataSources)?;
    let mut tx = Tx::begin(app, scope).await?;
    resolve(&tx, &new).await?;
    let (whose, limit_micros) = checked(&new)?;
    let was = held(&tx, whose).await?;
    let version = was.as_ref().map(|was| was.version);
    if new.expected_version.is_some() && version.is_none() {
        return Err(Error::NotFound("budget"));
    }
    check::version("budget", new.expected_version, version.unwrap_or_default())?;
    let is = match (was, limit_micros) {
        (None, None) => return Err(Error::NotFound("budget")),
        (Some(was), None) => {
            tx.delete::<Entity>().filter(C::Id.eq(was.id)).exec(&tx).await?;
            tx.emit(&BudgetRemoved { of: (&was).into() }).await?;
            None
        }
        (was, Some(limit)) => Some(write(&mut tx, was, (&new, whose), limit).await?),
    };
    tx.commit().await?;
    Ok(is)
}

async fn resolve(tx: &Tx, new: &NewBudget) -> Result<()> {
    if let Some(id) = new.workspace {
        tx.scope().get::<workspace::Entity>(id, tx).await?;
    }
    if let Some(id) = new.job {
        tx.scope().get::<job::Entity>(id, tx).await?;
    }
    Ok(())
}

/// Whose it is, and the limit.
fn checked(new: &NewBudget) -> Result<(Whose, Option<i64>)> {
    let mut problems = Problems::default();
    let limit_micros = match new.limit_micros {
        Patch::Set(limit) if limit >= 0 => Some(limit),
        Patch::Clear => None,
        Patch::Set(_) | Patch::Keep => {
            problems.add("limitMicros", "zero or more; null takes the budget away");
            None
        }
    };
    if !(1..=100).contains(&new.warn_percent) {
        problems.add("warnPercent", "a number from 1 to 100");
    }
    let whose = match (new.scope, new.workspace, new.job) {
        (BudgetScope::Agency, None, None) => Some(Whose::Agency),
        (BudgetScope::Workspace, Some(id), None) => Some(Whose::Workspace(id)),
        (BudgetScope::Job, None, Some(id)) => Some(Whose::Job(id)),
        (scope, ..) => {
            let (path, message) = match scope {
                BudgetScope::Agency => ("scope", "WORKSPACE or JOB, to limit one of these"),
                BudgetScope::Workspace => ("workspaceId", "the workspace, and nothing but it"),
                BudgetScope::Job => ("jobId", "the job, and nothing but it"),
            };
            problems.add(path, message);
            None
        }
    };
    if new.scope == BudgetScope::Job && new.period != BudgetPeriod::Total {
        problems.add("period", "TOTAL for a job");
    }
    problems.finish()?;
    whose.map(|whose| (whose, limit_micros)).ok_or_else(|| Error::bug("a problem that was not kept"))
}

async fn held(tx: &Tx, whose: Whose) -> Result<Option<Model>> {
    let rows = tx.scope().find::<Entity>().filter(C::Scope.eq(scope_of(whose)));
    let rows = match whose {
        Whose::Agency => rows,
        Whose::Workspace(id) => rows.filter(C::WorkspaceId.eq(id)),
        Whose::Job(id) => rows.filter(C::JobId.eq(id)),
    };
    Ok(rows.lock(LockType::NoKeyUpdate).one(tx).await?)
}

async fn write(
    tx: &mut Tx,
    was: Option<Model>,
    (new, whose): (&NewBudget, Whose),
    limit_micros: i64,
) -> Result<Model> {
    let started_at = started_at(new.period, tx.now());
    let (spent_micros, reserved_micros) = (spent(tx, whose, started_at).await?, reserved(tx, whose).await?);
    let used = i128::from(spent_micros) + i128::from(reserved_micros);
    let is_warned = used * 100 >= i128::from(limit_micros) * i128::from(new.warn_percent);
    let before = was.clone().unwrap_or_else(|| blank(tx, whose));
    let is = Model {
        period: new.period,
        period_started_at: started_at,
        limit_micros,
        spent_micros,
        reserved_micros,
        warn_percent: new.warn_percent,
        // Who sets it knows how much is used.
        warned_at: is_warned.then_some(tx.now()),
        reached_at: None,
        version: before.version + 1,
        updated_at: tx.now(),
        ..before.clone()
    };
    match &was {
        Some(was) => change::write::<Entity>(tx, was, &is).await?,
        None => {
            let row: ActiveModel = is.clone().into_active_model().reset_all();
            Entity::insert(row).exec_without_returning(&*tx).await?;
        }
    }
    let was_limit_micros = was.map(|was| was.limit_micros);
    tx.emit(&BudgetSet { of: (&is).into(), was_limit_micros }).await?;
    Ok(is)
}

fn blank(tx: &Tx, whose: Whose) -> Model {
    Model {
        id: BudgetId::new(),
        agency_id: tx.scope().agency(),
        scope: scope_of(whose),
        workspace_id: if let Whose::Workspace(id) = whose { Some(id) } else { None },
        job_id: if let Whose::Job(id) = whose { Some(id) } else { None },
        period: BudgetPeriod::Total,
        period_started_at: tx.now(),
        limit_micros: 0,
        reserved_micros: 0,
        spent_micros: 0,
        warn_percent: 80,
        warned_at: None,
        reached_at: None,
        currency: "USD".into(),
        created_by: tx.scope().actor().columns().1,
        version: 0,
        created_at: tx.now(),
        updated_at: tx.now(),
    }
}

fn scope_of(whose: Whose) -> BudgetScope {
    match whose {
        Whose::Agency => BudgetScope::Agency,
        Whose::Workspace(_) => BudgetScope::Workspace,
        Whose::Job(_) => BudgetScope::Job,
    }
}

/// What a new job may spend; it has spent nothing yet.
pub async fn limit_job(tx: &Tx, job: JobId, limit_micros: i64) -> Result<()> {
    let row = Model {
        limit_micros,
        version: 1,
        period_started_at: started_at(BudgetPeriod::Total, tx.now()),
        ..blank(tx, Whose::Job(job))
    };
    Entity::insert(row.into_active_model().reset_all()).exec_without_returning(tx).await?;
    Ok(())
}
