//! Calls that cost money or change the world: the intent is committed first, the outcome together with its effects.
//!
//! So a crash between the two leaves an open intent behind. It becomes UNKNOWN: counted as possibly paid, named in the job's
//! log by whoever finds it, and not repeated for a day. At most one call per account and fact follows.

use crate::{
    connectors::ConnectorError,
    kernel::{
        app::App,
        error::Result,
        provider::money::{self, OverBudget},
        scope::Scope,
        tx::Tx,
    },
};
use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    ids::{ActorId, BackgroundTaskId, DataSourceId, JobId, ProviderCallId, WorkspaceId},
    provider_call::{self, CallStatus, Column as C},
};
use sea_orm::{ColumnTrait, ConnectionTrait, QueryFilter, QuerySelect, sea_query::Expr};
use serde_json::{Value, json};

mod intend;
pub use intend::intend;

/// What is about to be asked, and for whom.
#[derive(Clone, Debug)]
pub struct Intent {
    /// `APOLLO`.
    pub provider: &'static str,
    /// Fingerprint of the provider account.
    pub account: String,
    /// `bulk_match`.
    pub operation: &'static str,
    /// From [`super::fact_key`].
    pub fact_key: String,
    /// How long an answer stands for the next who ask; older, it is asked again on purpose.
    pub known_for: TimeDelta,
    /// What it will cost, if it costs: kept when the outcome stays unknown.
    pub cost_micros: i64,
    pub job: Option<JobId>,
    pub data_source: Option<DataSourceId>,
    /// Who pays: this workspace's budget, beside the agency's and the job's.
    pub workspace: Option<WorkspaceId>,
    pub requested_by: Option<ActorId>,
    /// The task whose slice asks: what it left open itself was cut off. `None`: a request.
    pub task: Option<BackgroundTaskId>,
}

/// What to do about an [`Intent`].
#[derive(Debug)]
pub enum Decision {
    /// Call now, then settle.
    Go(PaidCall),
    /// It was answered before.
    Known(Known),
    /// Somebody else is at it right now; come back in a few seconds.
    Busy,
    /// An earlier call was cut off. Go on without the fact.
    Unknown(CutOff),
    /// A budget does not allow it.
    OverBudget(OverBudget),
}

/// The answer of an earlier call.
#[derive(Clone, Debug, PartialEq)]
pub struct Known {
    pub call: ProviderCallId,
    pub value: Value,
    pub at: DateTime<Utc>,
}

/// A call nobody knows the outcome of.
#[derive(Clone, Debug, PartialEq)]
pub struct CutOff {
    pub call: ProviderCallId,
    pub provider: String,
    pub operation: String,
    pub job: Option<JobId>,
    /// What it may have cost.
    pub cost_micros: i64,
    pub started_at: DateTime<Utc>,
    /// Found just now: [`close`](Self::close) it and say so in the job's log. Otherwise somebody did.
    pub is_new: bool,
    /// Not repeated before.
    pub until: DateTime<Utc>,
}

impl CutOff {
    /// Declares the call UNKNOWN, in the transaction of the line that says so: a crash in between leaves it open, to be
    /// found again. `false`: somebody was quicker.
    pub async fn close(&self, tx: &mut Tx) -> Result<bool> {
        if !self.is_new {
            return Ok(false);
        }
        intend::give_up(tx, self.call, self.started_at).await
    }
}

/// Leave to make one call. Dropped without [`PaidCall::settle`], the call counts as cut off.
#[derive(Debug)]
#[must_use = "make the call, then settle it"]
pub struct PaidCall {
    id: ProviderCallId,
}

/// How the call went.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// Answered; `value` is what the next who ask are told.
    Done { value: Value, cost_micros: i64 },
    /// Certainly not carried out and not charged: may be made again.
    Failed { reason: String },
    /// May have been carried out, and charged.
    Unknown { reason: String },
}

impl Outcome {
    /// What a connector's failure means for the books.
    #[must_use]
    pub fn of(error: &ConnectorError) -> Self {
        let reason = error.name().to_owned();
        if error.is_outcome_unknown() { Self::Unknown { reason } } else { Self::Failed { reason } }
    }
}

impl PaidCall {
    #[must_use]
    pub fn id(&self) -> ProviderCallId {
        self.id
    }

    /// To send along where the provider knows such keys: the same for this call only.
    #[must_use]
    pub fn idempotency_key(&self) -> String {
        self.id.to_string()
    }

    /// Records how it went, in the transaction of its effects, and what it cost. A late answer also settles what was taken for
    /// cut off. Holds the job's row.
    pub async fn settle(self, tx: &mut Tx, outcome: &Outcome) -> Result<()> {
        let call = tx.scope().get::<provider_call::Entity>(self.id, &*tx).await?;
        money::hold_job(tx, &call).await?;
        let was = tx.hold::<provider_call::Entity>(self.id).await?;
        if !matches!(was.status, CallStatus::Intended | CallStatus::Unknown) {
            return Ok(());
        }
        let (status, cost, data) = match outcome {
            Outcome::Done { value, cost_micros } => (CallStatus::Done, *cost_micros, value.clone()),
            Outcome::Failed { reason } => (CallStatus::Failed, 0, json!({ "reason": reason })),
            Outcome::Unknown { reason } => {
                (CallStatus::Unknown, was.cost_micros, json!({ "reason": reason }))
            }
        };
        let row = tx
            .update::<provider_call::Entity>()
            .col_expr(C::Status, Expr::val(status))
            .col_expr(C::CostMicros, Expr::val(cost))
            .col_expr(C::Outcome, Expr::val(data))
            .col_expr(C::FinishedAt, Expr::val(tx.now()));
        row.filter(C::Id.eq(self.id)).exec(&*tx).await?;
        money::settle(tx, &was, cost).await
    }
}

/// Did an earlier slice of this task leave a call open?
pub async fn is_left_open(app: &App, scope: &Scope, task: BackgroundTaskId) -> Result<bool> {
    let open = scope.find::<provider_call::Entity>().filter(C::TaskId.eq(task));
    let open = open.filter(C::Status.eq(CallStatus::Intended)).one(&scope.read(app)).await?;
    Ok(open.is_some())
}

/// Declares UNKNOWN what this task's earlier slices left open, and returns it for the job's log.
/// A slice calls it before anything else; it has no call in flight itself then.
pub async fn cut_off(tx: &mut Tx, task: BackgroundTaskId) -> Result<Vec<CutOff>> {
    close(tx, C::TaskId.eq(task)).await
}

/// The same for a job whose tasks have all ended or were given up: nobody will settle its open calls any more.
pub async fn cut_off_job(tx: &mut Tx, job: JobId) -> Result<Vec<CutOff>> {
    let abandoned = intend::is_abandoned(tx, job);
    close(tx, abandoned).await
}

async fn close(tx: &mut Tx, which: Expr) -> Result<Vec<CutOff>> {
    let open = tx.scope().find::<provider_call::Entity>();
    let open = open.filter(C::Status.eq(CallStatus::Intended)).filter(which).all(&*tx).await?;
    let mut closed = vec![];
    for call in open {
        if intend::give_up(tx, call.id, call.started_at).await? {
            closed.push(intend::told(&call, tx.now(), true));
        }
    }
    Ok(closed)
}

/// What this task's slices asked without learning how it went: whom, and which operation.
pub async fn in_doubt_by(
    scope: &Scope,
    task: BackgroundTaskId,
    connection: &impl ConnectionTrait,
) -> Result<Vec<(DataSourceId, String)>> {
    let rows = scope.find::<provider_call::Entity>().filter(C::TaskId.eq(task));
    let in_doubt = rows.filter(C::Status.eq(CallStatus::Unknown)).filter(C::DataSourceId.is_not_null());
    let asked = in_doubt.select_only().column(C::DataSourceId).column(C::Operation).into_tuple();
    Ok(asked.all(connection).await?)
}

/// The jobs with calls of this operation that nobody knows the outcome of, and that are still left alone.
pub async fn jobs_in_doubt(app: &App, scope: &Scope, operation: &str) -> Result<Vec<JobId>> {
    let rows = scope.find::<provider_call::Entity>().filter(C::Operation.eq(operation));
    let in_doubt = rows
        .filter(C::Status.eq(CallStatus::Unknown))
        .filter(C::FinishedAt.gt(app.now() - intend::LEFT_ALONE))
        .filter(C::JobId.is_not_null());
    let jobs = in_doubt.select_only().column(C::JobId).distinct().into_tuple();
    Ok(jobs.all(&scope.read(app)).await?)
}

/// How many calls of this job nobody knows the outcome of, and what they may have cost.
pub async fn unknown_of(app: &App, scope: &Scope, job: JobId) -> Result<(usize, i64)> {
    let rows = scope.find::<provider_call::Entity>().filter(C::JobId.eq(job));
    let rows = rows.filter(C::Status.eq(CallStatus::Unknown)).all(&scope.read(app)).await?;
    Ok((rows.len(), rows.iter().map(|row| row.cost_micros).sum()))
}
