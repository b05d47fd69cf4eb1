//! One call to a provider, by the books: the intent first, then the call, then outcome and cost with the effects.

use crate::{
    connections::ActiveSource,
    connectors::{ConnectorError, cost::Price, ports::Answered},
    jobs,
    kernel::{
        app::App,
        error::Result,
        provider::{CutOff, Decision, Intent, Outcome, OverBudget, PaidCall, fact_key, intend},
        scope::Scope,
        tx::Tx,
    },
};
use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    data_source::DataSourceKind,
    ids::{ActorId, BackgroundTaskId, JobId, ProviderCallId, WorkspaceId},
};
use serde::{Serialize, de::DeserializeOwned};
use std::future::Future;

/// What is said of a source that a budget kept us from asking.
pub const OVER_BUDGET: &str = "over_budget";

/// On whose behalf calls are made.
#[derive(Clone, Copy)]
pub struct Desk<'a> {
    pub app: &'a App,
    pub scope: &'a Scope,
    pub job: JobId,
    /// The task whose slice asks.
    pub task: BackgroundTaskId,
    pub workspace: Option<WorkspaceId>,
    pub requested_by: Option<ActorId>,
}

/// What is about to be asked.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    pub operation: &'static str,
    /// The question as text: hashed before it is stored.
    pub fact: &'a str,
    pub price: Price,
    /// How long an answer stands for the next who ask.
    pub known_for: TimeDelta,
}

/// What came of it.
pub enum Answer<T> {
    Fresh {
        value: T,
        at: DateTime<Utc>,
        entry: Entry,
    },
    /// Answered before, to whoever asked.
    Known {
        value: T,
        at: DateTime<Utc>,
        call: ProviderCallId,
    },
    /// Somebody else is asking right now.
    Busy,
    /// Asked before and cut off; not repeated for now.
    Unknown(CutOff),
    /// A budget does not allow it.
    OverBudget(OverBudget),
    Failed {
        error: ConnectorError,
        entry: Option<Entry>,
    },
}

/// What the books have to be told, in the transaction of the effects.
#[must_use = "write it with the effects"]
pub struct Entry {
    paid: Option<PaidCall>,
    outcome: Outcome,
    provider: &'static str,
    operation: &'static str,
    /// Of a call whose outcome is unknown: what it may have cost.
    pub cost_micros: i64,
}

impl Entry {
    #[must_use]
    pub fn call(&self) -> Option<ProviderCallId> {
        self.paid.as_ref().map(PaidCall::id)
    }

    /// Settles the call and names an unknown outcome in the job's log.
    pub async fn write(self, tx: &mut Tx, desk: &Desk<'_>) -> Result<()> {
        let Some(paid) = self.paid else { return Ok(()) };
        let call = paid.id();
        paid.settle(tx, &self.outcome).await?;
        if let Outcome::Unknown { reason } = &self.outcome {
            let what = (self.provider, self.operation, reason.as_str());
            jobs::log_unknown(tx, desk.job, call, what, self.cost_micros).await?;
        }
        Ok(())
    }
}

impl Desk<'_> {
    /// Asks `source`, unless the books know better. A free call is not entered.
    pub async fn ask<T: Serialize + DeserializeOwned>(
        &self,
        source: &ActiveSource,
        question: Question<'_>,
        call: impl Future<Output = Answered<T>>,
    ) -> Result<Answer<T>> {
        let paid = if question.price.is_free() {
            None
        } else {
            match intend(self.app, self.scope, &self.intent(source, question)).await? {
                Decision::Go(paid) => Some(paid),
                Decision::Busy => return Ok(Answer::Busy),
                Decision::Unknown(cut_off) => return Ok(Answer::Unknown(cut_off)),
                Decision::OverBudget(over) => return Ok(Answer::OverBudget(over)),
                Decision::Known(known) => {
                    return Ok(match serde_json::from_value(known.value) {
                        Ok(value) => Answer::Known { value, at: known.at, call: known.call },
                        Err(_) => Answer::Failed { error: unreadable(), entry: None },
                    });
                }
            }
        };
        let entry = |outcome, cost_micros| Entry {
            paid,
            outcome,
            provider: provider(source.kind),
            operation: question.operation,
            cost_micros,
        };
        match call.await {
            Ok(answer) => {
                let cost_micros = answer.price.cost_micros;
                let value = serde_json::to_value(&answer.value)?;
                let entry = entry(Outcome::Done { value, cost_micros }, cost_micros);
                Ok(Answer::Fresh { value: answer.value, at: self.app.now(), entry })
            }
            Err(error) => {
                let cost = if error.is_outcome_unknown() { question.price.cost_micros } else { 0 };
                let entry = Some(entry(Outcome::of(&error), cost));
                Ok(Answer::Failed { error, entry })
            }
        }
    }

    fn intent(&self, source: &ActiveSource, question: Question<'_>) -> Intent {
        Intent {
            provider: provider(source.kind),
            account: source.account.clone(),
            operation: question.operation,
            fact_key: fact_key(self.app, &[question.fact]),
            known_for: question.known_for,
            cost_micros: question.price.cost_micros,
            job: Some(self.job),
            data_source: source.id,
            workspace: self.workspace,
            requested_by: self.requested_by,
            task: Some(self.task),
        }
    }
}

fn unreadable() -> ConnectorError {
    ConnectorError::malformed("what an earlier version stored is of another shape")
}

/// As it is written in books and on rows of provenance.
#[must_use]
pub fn provider(kind: DataSourceKind) -> &'static str {
    match kind {
        DataSourceKind::Apollo => "APOLLO",
        DataSourceKind::Linkedin => "LINKEDIN",
        DataSourceKind::Clearbit => "CLEARBIT",
        DataSourceKind::Crunchbase => "CRUNCHBASE",
        DataSourceKind::Zoominfo => "ZOOMINFO",
        DataSourceKind::Hunter => "HUNTER",
        DataSourceKind::Csv => "CSV",
        DataSourceKind::HttpApi => "HTTP_API",
        DataSourceKind::Model => "MODEL",
        DataSourceKind::Custom => "CUSTOM",
    }
}
