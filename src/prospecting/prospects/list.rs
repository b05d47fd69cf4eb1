//! Asking about prospects.

use crate::kernel::{
    app::App,
    error::Result,
    filter::{Choice, Nested, Range, Text},
    page::{self, OrderBy, Page, PageArgs},
    pages::pages,
    permission::Permission,
    scope::Scope,
};
use entity::{
    contact::Seniority,
    ids::{LeadId, LeadRequestId, ProspectId, WorkspaceId},
    prospect::{Column as C, Entity, Model},
};
use sea_orm::{ColumnTrait, Condition, PaginatorTrait, QueryFilter, Select};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// Which prospects. Those that were found but not ranked are left out unless asked for.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ProspectFilter {
    pub lead_request: Choice<LeadRequestId>,
    pub workspace: Choice<WorkspaceId>,
    pub lead: Choice<LeadId>,
    pub seniority: Choice<Seniority>,
    pub country: Text,
    pub score: Range<i32>,
    pub is_dismissed: Option<bool>,
    /// False: also those that are not, or not yet, among the results.
    pub is_ranked: Option<bool>,
    pub and: Vec<Self>,
    pub or: Vec<Self>,
    pub not: Option<Box<Self>>,
}

impl Nested for ProspectFilter {
    fn fields(&self) -> Condition {
        let null = |column: C, is_null: bool| {
            if is_null { column.is_null() } else { column.is_not_null() }
        };
        Condition::all()
            .add(self.lead_request.on(C::LeadRequestId))
            .add(self.workspace.on(C::WorkspaceId))
            .add(self.lead.on(C::LeadId))
            .add(self.seniority.on(C::Seniority))
            .add(self.country.on_exact(C::Country))
            .add(self.score.on(C::Score))
            .add_option(self.is_dismissed.map(|is_dismissed| null(C::DismissedAt, !is_dismissed)))
            .add_option(self.is_ranked.map(|is_ranked| null(C::Rank, !is_ranked)))
    }

    fn and(&self) -> &[Self] {
        &self.and
    }

    fn or(&self) -> &[Self] {
        &self.or
    }

    fn not(&self) -> Option<&Self> {
        self.not.as_deref()
    }
}

impl ProspectFilter {
    /// The results of one request.
    #[must_use]
    pub fn of_request(id: LeadRequestId) -> Self {
        Self {
            lead_request: Choice { eq: Some(id), ..Choice::default() },
            is_ranked: Some(true),
            ..Self::default()
        }
    }
}

/// The best first.
#[must_use]
pub fn by_rank() -> OrderBy<Entity> {
    OrderBy { column: C::Rank, is_descending: false }
}

pub async fn get(app: &App, scope: &Scope, id: ProspectId) -> Result<Model> {
    scope.require(Permission::Read)?;
    scope.get::<Entity>(id, &scope.read(app)).await
}

/// One page, in the order asked for.
pub async fn list(
    app: &App,
    scope: &Scope,
    filter: &ProspectFilter,
    order: OrderBy<Entity>,
    args: &PageArgs,
) -> Result<Page<Model>> {
    page::page(rows(scope, filter)?, order, args, &scope.read(app)).await
}

pub async fn count(app: App, scope: Scope, filter: ProspectFilter) -> Result<(u64, bool)> {
    page::total(rows(&scope, &filter)?, &scope.read(&app)).await
}

/// How many there are, however many.
pub async fn count_all(app: &App, scope: &Scope, filter: &ProspectFilter) -> Result<u64> {
    Ok(rows(scope, filter)?.count(&scope.read(app)).await?)
}

/// A page of the results of each of these requests, the best first.
pub async fn of_requests(
    app: &App,
    scope: &Scope,
    requests: &[LeadRequestId],
    args: &PageArgs,
) -> Result<HashMap<LeadRequestId, Page<Model>>> {
    scope.require(Permission::Read)?;
    let ranked = scope.find::<Entity>().filter(C::Rank.is_not_null());
    pages(ranked, C::LeadRequestId, requests, by_rank(), args, &scope.read(app)).await
}

fn rows(scope: &Scope, filter: &ProspectFilter) -> Result<Select<Entity>> {
    scope.require(Permission::Read)?;
    Ok(scope.find::<Entity>().filter(filter.condition()?))
}
