//! What is stated about budgets: amounts, never what they were spent on.

use crate::kernel::events::{About, Event, FieldChange, Subject};
use entity::{
    budget::{BudgetPeriod, BudgetScope, Model},
    event_kind::{EventKind, SubjectKind},
    ids::{BudgetId, JobId, WorkspaceId},
};
use serde::{Deserialize, Serialize};

/// A budget as of a fact about it.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct BudgetRef {
    pub budget: BudgetId,
    pub scope: BudgetScope,
    pub workspace: Option<WorkspaceId>,
    pub job: Option<JobId>,
    pub period: BudgetPeriod,
    pub limit_micros: i64,
    pub spent_micros: i64,
}

impl From<&Model> for BudgetRef {
    fn from(row: &Model) -> Self {
        Self {
            budget: row.id,
            scope: row.scope,
            workspace: row.workspace_id,
            job: row.job_id,
            period: row.period,
            limit_micros: row.limit_micros,
            spent_micros: row.spent_micros,
        }
    }
}

/// A budget was made or changed.
#[derive(Debug, Serialize, Deserialize)]
pub struct BudgetSet {
    #[serde(flatten)]
    pub of: BudgetRef,
    /// Told beside the fact, not in it.
    #[serde(skip)]
    pub was_limit_micros: Option<i64>,
}

/// A budget was taken away.
#[derive(Debug, Serialize, Deserialize)]
pub struct BudgetRemoved {
    #[serde(flatten)]
    pub of: BudgetRef,
}

/// Most of a budget is used.
#[derive(Debug, Serialize, Deserialize)]
pub struct BudgetNearlyReached {
    #[serde(flatten)]
    pub of: BudgetRef,
}

/// A budget kept a call from being made, for the first time in its period.
#[derive(Debug, Serialize, Deserialize)]
pub struct BudgetReached {
    #[serde(flatten)]
    pub of: BudgetRef,
}

macro_rules! about_budgets {
    ($($name:ident $audited:literal => |$fact:pat_param| $changes:expr),* $(,)?) => {$(
        impl Event for $name {
            const KIND: EventKind = EventKind::$name;
            const IS_AUDITED: bool = $audited;

            fn is_deed(&self) -> bool {
                $audited
            }

            fn subject(&self) -> Subject {
                Subject::new(SubjectKind::Budget, self.of.budget)
            }

            fn about(&self) -> About {
                About { workspace: self.of.workspace, ..About::default() }
                    .and_maybe(SubjectKind::Job, self.of.job)
            }

            fn changes(&self) -> Vec<FieldChange> {
                let $fact = self;
                $changes
            }
        }
    )*};
}

about_budgets! {
    BudgetSet true => |fact| vec![FieldChange::shown("limitMicros", fact.was_limit_micros, fact.of.limit_micros)],
    BudgetRemoved true => |fact| vec![FieldChange::shown("limitMicros", fact.of.limit_micros, ())],
    BudgetNearlyReached false => |_| vec![],
    BudgetReached false => |_| vec![],
}
