//! The ledger of what calls to providers cost.

use crate::{
    graphql::{
        Connection, CtxExt, Id, Result, connect,
        connection::page_args,
        filter::{DateTimeFilter, IdFilter, TextFilter, choice},
        order::OrderDirection,
        scalars::Micros,
    },
    identity::graphql::Workspace,
    jobs::graphql::Job,
    kernel::{
        filter::Choice,
        page::OrderBy,
        provider::money::{self, CreditFilter},
    },
};
use async_graphql::{Context, Enum, InputObject, Object};
use chrono::{DateTime, Utc};
use entity::{
    credit_entry::{self, CreditKind},
    ids::{ActorId, CreditEntryId, JobId, ProviderCallId, WorkspaceId},
};

/// One line of the ledger. The lines of a call add up to what it costs, or may cost, at list prices.
#[derive(Clone, Debug)]
pub struct CreditEntry(pub credit_entry::Model);

impl From<credit_entry::Model> for CreditEntry {
    fn from(row: credit_entry::Model) -> Self {
        Self(row)
    }
}

/// One line of the ledger. The lines of a call add up to what it costs, or may cost, at list prices.
#[Object]
impl CreditEntry {
    /// Its id.
    pub async fn id(&self) -> Id<CreditEntryId> {
        self.0.id.into()
    }

    /// Set aside before the call, given back after it, or really spent.
    fn kind(&self) -> CreditKind {
        self.0.kind
    }

    /// Whose service: `APOLLO`.
    fn provider(&self) -> &str {
        &self.0.provider
    }

    /// Millionths of `currency`; positive takes, negative gives back.
    fn amount_micros(&self) -> Micros {
        Micros(self.0.amount_micros)
    }

    /// ISO 4217.
    fn currency(&self) -> &str {
        &self.0.currency
    }

    /// Spent for this workspace.
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

    /// Spent by this job.
    async fn job(&self, ctx: &Context<'_>) -> Result<Option<Job>> {
        let Some(id) = self.0.job_id else { return Ok(None) };
        Job::find(ctx, id).await
    }

    /// The call it was spent on: the same for all its lines.
    fn provider_call_id(&self) -> Option<Id<ProviderCallId>> {
        self.0.provider_call_id.map(Id)
    }

    /// Who asked for it: a membership, user or API key; null for Leadwire itself.
    fn requested_by_id(&self) -> Option<Id<ActorId>> {
        self.0.requested_by.map(Id)
    }

    /// When.
    fn at(&self) -> DateTime<Utc> {
        self.0.at
    }
}

/// Conditions on the kind of an entry.
#[derive(Clone, Debug, Default, InputObject)]
pub struct CreditEntryKindFilter {
    /// Is this.
    eq: Option<CreditKind>,
    /// Is one of these.
    #[graphql(name = "in", validator(max_items = 100))]
    is_in: Option<Vec<CreditKind>>,
    /// Is not this.
    not: Option<CreditKind>,
}

/// Which entries; all conditions must hold.
#[derive(Clone, Debug, Default, InputObject)]
pub struct CreditEntryFilter {
    /// By kind.
    kind: Option<CreditEntryKindFilter>,
    /// By whose service: `APOLLO`.
    provider: Option<TextFilter>,
    /// By workspace.
    workspace_id: Option<IdFilter<WorkspaceId>>,
    /// By job.
    job_id: Option<IdFilter<JobId>>,
    /// By when.
    at: Option<DateTimeFilter>,
    /// All of these must hold too.
    and: Option<Vec<Self>>,
    /// At least one of these must hold too.
    or: Option<Vec<Self>>,
    /// This must not hold.
    not: Option<Box<Self>>,
}

impl From<CreditEntryFilter> for CreditFilter {
    fn from(f: CreditEntryFilter) -> Self {
        let all = |filters: Option<Vec<CreditEntryFilter>>| {
            filters.unwrap_or_default().into_iter().map(Into::into).collect()
        };
        Self {
            kind: f.kind.map_or_else(Choice::default, |f| choice(f.eq, f.is_in, f.not, None)),
            provider: f.provider.map(Into::into).unwrap_or_default(),
            workspace: f.workspace_id.map(IdFilter::of).unwrap_or_default(),
            job: f.job_id.map(IdFilter::of).unwrap_or_default(),
            at: f.at.map(Into::into).unwrap_or_default(),
            and: all(f.and),
            or: all(f.or),
            not: f.not.map(|not| Box::new((*not).into())),
        }
    }
}

/// What entries can be sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Enum)]
pub enum CreditEntryOrderField {
    /// When they were made.
    #[default]
    At,
}

/// How entries are sorted.
#[derive(Clone, Copy, Debug, Default, InputObject)]
pub struct CreditEntryOrder {
    /// By what.
    #[graphql(default)]
    field: CreditEntryOrderField,
    /// Which way; DESC, newest first, when absent.
    #[graphql(default)]
    direction: OrderDirection,
}

impl From<CreditEntryOrder> for OrderBy<credit_entry::Entity> {
    fn from(order: CreditEntryOrder) -> Self {
        let column = match order.field {
            CreditEntryOrderField::At => credit_entry::Column::At,
        };
        Self { column, is_descending: order.direction.is_descending() }
    }
}

#[derive(Default)]
pub struct CreditQuery;

#[Object]
impl CreditQuery {
    /// The ledger of what calls to providers cost, newest first unless said otherwise. Calls that cost nothing are not in it.
    #[expect(clippy::too_many_arguments, reason = "the arguments every list takes")]
    async fn credit_entries(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first so many, 1 to 100; 25 when absent.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many instead.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which ones.")] filter: Option<CreditEntryFilter>,
        #[graphql(desc = "In which order.")] order_by: Option<CreditEntryOrder>,
    ) -> Result<Connection<CreditEntry>> {
        let (app, scope) = (ctx.app().clone(), ctx.scope()?.clone());
        let filter: CreditFilter = filter.unwrap_or_default().into();
        let (args, order) = (page_args(first, after, last, before), order_by.unwrap_or_default().into());
        let page = connect(args, async |args| money::credits(&app, &scope, &filter, order, &args).await);
        let page = page.await?;
        Ok(page.counted_by(move || money::count_credits(app.clone(), scope.clone(), filter.clone())))
    }
}
