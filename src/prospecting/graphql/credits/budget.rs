//! Budgets.

use crate::{
    graphql::{Connection, CtxExt, Id, Result, connect, connection::page_args, node, patch, scalars::Micros},
    identity::graphql::Workspace,
    jobs::graphql::Job,
    kernel::provider::money::{self, NewBudget, ends_at, now_of},
};
use async_graphql::{Context, InputObject, MaybeUndefined, Object, SimpleObject};
use chrono::{DateTime, Utc};
use entity::{
    budget::{BudgetPeriod, BudgetScope, Model},
    ids::{BudgetId, JobId, WorkspaceId},
};

node! {
    /// A hard limit on what calls to providers may cost, at list prices. A call that would go beyond it is not made.
    Budget(budget)
}

/// A hard limit on what calls to providers may cost, at list prices. A call that would go beyond it is not made.
#[Object]
impl Budget {
    /// Its id.
    pub async fn id(&self) -> Id<BudgetId> {
        self.0.id.into()
    }

    /// Whose spending it limits.
    fn scope(&self) -> BudgetScope {
        self.0.scope
    }

    /// Whose, for scope `WORKSPACE`.
    fn workspace_id(&self) -> Option<Id<WorkspaceId>> {
        self.0.workspace_id.map(Id)
    }

    /// That workspace.
    async fn workspace(&self, ctx: &Context<'_>) -> Result<Option<Workspace>> {
        match self.0.workspace_id {
            Some(id) => Workspace::find(ctx, id).await,
            None => Ok(None),
        }
    }

    /// Whose, for scope `JOB`.
    fn job_id(&self) -> Option<Id<JobId>> {
        self.0.job_id.map(Id)
    }

    /// That job.
    async fn job(&self, ctx: &Context<'_>) -> Result<Option<Job>> {
        match self.0.job_id {
            Some(id) => Job::find(ctx, id).await,
            None => Ok(None),
        }
    }

    /// When spending starts again from zero.
    fn period(&self) -> BudgetPeriod {
        self.0.period
    }

    /// The running period began then; null for `TOTAL`.
    fn period_started_at(&self, ctx: &Context<'_>) -> Option<DateTime<Utc>> {
        let now = self.now(ctx);
        (now.period != BudgetPeriod::Total).then_some(now.period_started_at)
    }

    /// The running period ends then; null for `TOTAL`.
    fn period_ends_at(&self, ctx: &Context<'_>) -> Option<DateTime<Utc>> {
        let now = self.now(ctx);
        ends_at(now.period, now.period_started_at)
    }

    /// At most this much in a period, in millionths of `currency`.
    fn limit_micros(&self) -> Micros {
        Micros(self.0.limit_micros)
    }

    /// Spent in the running period, calls of unknown outcome included, in millionths of `currency`.
    fn spent_micros(&self, ctx: &Context<'_>) -> Micros {
        Micros(self.now(ctx).spent_micros)
    }

    /// Set aside for calls under way, in millionths of `currency`.
    fn reserved_micros(&self, ctx: &Context<'_>) -> Micros {
        Micros(self.now(ctx).reserved_micros)
    }

    /// What is left, in millionths of `currency`.
    fn remaining_micros(&self, ctx: &Context<'_>) -> Micros {
        let now = self.now(ctx);
        let left = now.limit_micros.saturating_sub(now.spent_micros).saturating_sub(now.reserved_micros);
        Micros(left.max(0))
    }

    /// Admins are told when so much of it is used, in percent.
    fn warn_percent(&self) -> i32 {
        self.0.warn_percent
    }

    /// In the running period, they were told then that most of it is used.
    fn warned_at(&self, ctx: &Context<'_>) -> Option<DateTime<Utc>> {
        self.now(ctx).warned_at
    }

    /// In the running period, it first kept a call from being made then.
    fn reached_at(&self, ctx: &Context<'_>) -> Option<DateTime<Utc>> {
        self.now(ctx).reached_at
    }

    /// ISO 4217.
    fn currency(&self) -> &str {
        &self.0.currency
    }

    /// Raised by every `budgetSet`; spending is no change.
    fn version(&self) -> i32 {
        self.0.version
    }

    /// When it was made.
    fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }

    /// When it last changed.
    fn updated_at(&self) -> DateTime<Utc> {
        self.0.updated_at
    }
}

impl Budget {
    fn now(&self, ctx: &Context<'_>) -> Model {
        now_of(&self.0, ctx.app().now())
    }
}

/// Whose spending is limited to what.
#[derive(Debug, InputObject)]
pub struct BudgetSetInput {
    /// Whose: the agency's, a workspace's (one client's), a job's. Each has one budget; all that concern a call must allow it.
    scope: BudgetScope,
    /// With scope `WORKSPACE`.
    workspace_id: Option<Id<WorkspaceId>>,
    /// With scope `JOB`.
    job_id: Option<Id<JobId>>,
    /// When spending starts again from zero; never when absent. Days and months are of UTC.
    #[graphql(default_with = "BudgetPeriod::Total")]
    period: BudgetPeriod,
    /// At most this much in a period, in millionths of US dollars; 0 allows nothing that costs; null takes the budget away.
    limit_micros: MaybeUndefined<Micros>,
    /// Admins are told when so much of it is used, in percent, 1 to 100.
    #[graphql(default = 80)]
    warn_percent: i32,
    /// Refuse when the budget's version is another by now.
    expected_version: Option<i32>,
    /// Why, for the audit log: 1 to 500 characters; no secret and nobody's name.
    reason: Option<String>,
}

impl From<BudgetSetInput> for NewBudget {
    fn from(input: BudgetSetInput) -> Self {
        Self {
            scope: input.scope,
            workspace: input.workspace_id.map(|id| id.0),
            job: input.job_id.map(|id| id.0),
            period: input.period,
            limit_micros: patch(input.limit_micros).map(|limit| limit.0),
            warn_percent: input.warn_percent,
            expected_version: input.expected_version,
        }
    }
}

/// A budget after it was set.
#[derive(SimpleObject)]
pub struct BudgetSetResult {
    /// The budget; null when it was taken away.
    budget: Option<Budget>,
}

#[derive(Default)]
pub struct BudgetQuery;

#[Object]
impl BudgetQuery {
    /// The agency's budgets, newest first.
    async fn budgets(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first so many, 1 to 100; 25 when absent.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many instead.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
        #[graphql(desc = "Only those that limit this.")] scope: Option<BudgetScope>,
    ) -> Result<Connection<Budget>> {
        let (app, caller) = (ctx.app().clone(), ctx.scope()?.clone());
        let args = page_args(first, after, last, before);
        let page = connect(args, async |args| money::budgets(&app, &caller, scope, &args).await).await?;
        Ok(page.counted_by(move || money::count_budgets(app.clone(), caller.clone(), scope)))
    }
}

#[derive(Default)]
pub struct BudgetMutation;

#[Object]
impl BudgetMutation {
    /// Sets a budget, in place of the one there is. What the running period has seen counts.
    async fn budget_set(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose spending may come to how much, in which period.")] input: BudgetSetInput,
    ) -> Result<BudgetSetResult> {
        let scope = ctx.scope()?.because(input.reason.clone());
        let budget = money::set(ctx.app(), &scope, input.into()).await?;
        Ok(BudgetSetResult { budget: budget.map(Into::into) })
    }
}
