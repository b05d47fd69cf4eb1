//! One slice of a task: what a handler is given, and the one transaction it ends in.

use super::{Failure, river::Ticket, steady::Mark};
use crate::kernel::{
    app::App,
    error::{Error, Result},
    scope::Scope,
    tx::Tx,
    wiring::Duty,
};
use chrono::{DateTime, Utc};
use entity::{
    background_task::{self, TaskStatus},
    ids::BackgroundTaskId,
};
use futures_util::FutureExt;
use sea_orm::{ColumnTrait, QueryFilter, sea_query::Expr};
use serde_json::Value;
use std::{panic::AssertUnwindSafe, time::Duration};

/// Proof that a slice ended in a committed transaction.
#[derive(Debug)]
pub struct Ended(());

/// The right to run one slice; another worker that thinks it has it too is fenced when it tries to end.
#[derive(Clone)]
pub struct Slice {
    app: App,
    scope: Scope,
    ticket: Ticket,
    ticket_id: i64,
    begun: Mark,
}

/// Nobody puts a task off for longer: a provider may ask for any peace.
const LONGEST: Duration = Duration::from_hours(24 * 31);
/// How far apart those begin that were at work when a second worker died: what a slice may take.
const APART: Duration = Duration::from_secs(2);
/// So many of them, one after the other; more begin beside the first ones.
const IN_A_ROW: u32 = 30;
/// Characters kept of what went wrong.
const ERROR_KEPT: usize = 2_000;

impl Slice {
    pub(super) fn new(app: App, ticket: Ticket, ticket_id: i64) -> Self {
        let scope = Scope::system(ticket.agency);
        let begun = Mark::of(&app);
        Self { app, scope, ticket, ticket_id, begun }
    }

    /// Was this machine's clock set while the slice was at work? Then it must not end: its times would be wrong.
    pub(super) fn saw_a_jump(&self) -> bool {
        self.app.driver().river().is_some() && self.begun.has_jumped(&self.app)
    }

    #[must_use]
    pub fn app(&self) -> &App {
        &self.app
    }

    /// The agency's scope, acting as the system.
    #[must_use]
    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    #[must_use]
    pub fn task(&self) -> BackgroundTaskId {
        self.ticket.task
    }

    /// Who holds the slice, for books that must tell "I, earlier" from "somebody else, now".
    #[must_use]
    pub fn holder(&self) -> String {
        format!("{}/{}", self.ticket.task, self.ticket_id)
    }

    pub(super) fn duty(&self) -> Option<&Duty> {
        self.app.wiring().duty(&self.ticket.kind)
    }

    pub(super) fn payload(&self) -> Value {
        self.ticket.payload.clone()
    }

    pub async fn begin(&self) -> Result<Tx> {
        Tx::begin(&self.app, &self.scope).await
    }

    /// The duty is done; its effects and its end commit together.
    pub async fn done(&self, mut tx: Tx) -> Result<Ended, Failure> {
        self.leave(&mut tx, Next { status: TaskStatus::Done, attempt: None, run_at: None, error: None })
            .await?;
        tx.commit().await?;
        Ok(Ended(()))
    }

    /// This slice is done, the duty goes on: at once, or not before `at`. Progress was made, so attempts start anew.
    pub async fn again(&self, mut tx: Tx, at: Option<DateTime<Utc>>) -> Result<Ended, Failure> {
        let next =
            Next { status: TaskStatus::Queued, attempt: Some(0), run_at: at.or(Some(tx.now())), error: None };
        self.leave(&mut tx, next).await?;
        tx.commit().await?;
        Ok(Ended(()))
    }

    /// This slice is done, the duty waits until [`super::of_job::wake`] lets it go on.
    pub async fn park(&self, mut tx: Tx) -> Result<Ended, Failure> {
        let run_at = Some(super::of_job::parked());
        self.leave(&mut tx, Next { status: TaskStatus::Queued, attempt: Some(0), run_at, error: None })
            .await?;
        tx.commit().await?;
        Ok(Ended(()))
    }

    /// What happens when a slice failed: tried again later, or given up with its owner told.
    pub(super) async fn failed(&self, failure: Failure) -> Result<()> {
        let (error, after, final_) = match failure {
            Failure::Fenced => return Ok(()),
            Failure::Later(after) => {
                let run_at = Some(self.after(after));
                let next = Next { status: TaskStatus::Queued, attempt: None, run_at, error: None };
                return self.end(next, None).await;
            }
            Failure::Retry { error, after } => {
                (error, after, self.ticket.attempt + 1 >= self.ticket.max_attempts)
            }
            Failure::Fatal(error) => (error, None, true),
        };
        tracing::warn!(task = %self.ticket.task, kind = self.ticket.kind, attempt = self.ticket.attempt + 1, error = ?error, gives_up = final_, "slice failed");
        let attempt = Some(self.ticket.attempt + 1);
        let text = Some(format!("{}: {error}", error.code()).chars().take(ERROR_KEPT).collect());
        if final_ {
            let next = Next { status: TaskStatus::Dead, attempt, run_at: None, error: text };
            return self.give_up(next, &error).await;
        }
        let run_at = Some(self.after(after.unwrap_or_else(|| self.back_off())));
        self.end(Next { status: TaskStatus::Retrying, attempt, run_at, error: text }, None).await
    }

    /// Its worker died, of this task or of one beside it: an attempt that failed. The first time it is repeated at once. Whoever
    /// was there when a second one died may be what kills them: those begin one after the other, `nth` of them before this one,
    /// and wait longer each time. So the guilty dies alone, and a burst of deaths does not use up the attempts of the innocent.
    pub(super) async fn worker_died(&self, nth: u32) -> Result<()> {
        let after = match self.ticket.attempt {
            0 => Duration::ZERO,
            _ => self.back_off() + APART * (nth % IN_A_ROW),
        };
        let error = Error::unavailable("The worker died.", None);
        self.failed(Failure::Retry { error, after: Some(after) }).await
    }

    /// An owner who cannot be told, and would not be the next time, does not keep the task alive for ever.
    async fn give_up(&self, next: Next, why: &Error) -> Result<()> {
        match self.end(next.clone(), Some(why)).await {
            Err(error @ Error::Unavailable { .. }) => Err(error),
            Err(error) => {
                tracing::error!(task = %self.ticket.task, kind = self.ticket.kind, ?error, "its owner cannot be told that it was given up");
                self.end(next, None).await
            }
            Ok(()) => Ok(()),
        }
    }

    /// `told`: why it is given up, for its owner to hear in the same transaction.
    async fn end(&self, next: Next, told: Option<&Error>) -> Result<()> {
        let mut tx = self.begin().await?;
        match self.leave(&mut tx, next).await {
            Err(Failure::Fenced) => return Ok(()),
            left => left?,
        }
        if let Some((duty, why)) = self.duty().zip(told) {
            let tell = AssertUnwindSafe((duty.give_up)(self.payload(), &mut tx, why)).catch_unwind();
            tell.await.unwrap_or_else(|_| Err(Error::bug("its owner panicked")))?;
        }
        tx.commit().await
    }

    fn after(&self, wait: Duration) -> DateTime<Utc> {
        self.app.now() + wait.min(LONGEST)
    }

    /// 1 s, 2 s, 4 s … up to ten minutes, each with up to a quarter more.
    fn back_off(&self) -> Duration {
        let base = 1_u64 << self.ticket.attempt.clamp(0, 9);
        Duration::from_secs_f64(base as f64 * (1.0 + self.app.random().unit() / 4.0))
            .min(Duration::from_secs(600))
    }

    /// Writes the ledger row if this ticket still holds it, gives the ticket back, frees its place in the lane.
    async fn leave(&self, tx: &mut Tx, next: Next) -> Result<(), Failure> {
        use background_task::Column as C;
        if self.saw_a_jump() {
            return Err(Failure::Fenced);
        }
        let finished = matches!(next.status, TaskStatus::Done | TaskStatus::Dead).then(|| tx.now());
        let mut row = tx
            .update::<background_task::Entity>()
            .col_expr(C::Status, Expr::val(next.status))
            .col_expr(C::RiverJobId, Expr::val(None::<i64>))
            .col_expr(C::FinishedAt, Expr::val(finished))
            .col_expr(C::LastError, Expr::val(next.error))
            .col_expr(C::UpdatedAt, Expr::val(tx.now()));
        if let Some(attempt) = next.attempt {
            row = row.col_expr(C::Attempt, Expr::val(attempt));
        }
        if let Some(run_at) = next.run_at {
            row = row.col_expr(C::RunAt, Expr::val(run_at));
        }
        let held = row
            .filter(C::Id.eq(self.ticket.task))
            .filter(C::RiverJobId.eq(self.ticket_id))
            .filter(C::Status.eq(TaskStatus::Admitted))
            .exec(&*tx)
            .await?;
        if held.rows_affected != 1 {
            return Err(Failure::Fenced);
        }
        if let Some(river) = self.app.driver().river() {
            tx.work().complete_ticket(&river.client()?, self.ticket_id).await?;
        }
        tx.release(&self.ticket.lane);
        Ok(())
    }
}

/// What the ledger row becomes.
#[derive(Clone)]
struct Next {
    status: TaskStatus,
    attempt: Option<i32>,
    run_at: Option<DateTime<Utc>>,
    error: Option<String>,
}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Retry { error, .. } | Failure::Fatal(error) => error,
            Failure::Later(after) => Self::unavailable("Not now.", Some(after)),
            Failure::Fenced => Self::conflict("Another worker holds this task."),
        }
    }
}
