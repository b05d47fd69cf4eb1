//! Asking about lead requests.

use crate::kernel::{
    app::App,
    error::Result,
    filter::{Choice, Nested, Range},
    page::{self, OrderBy, Page, PageArgs},
    permission::Permission,
    scope::Scope,
};
use chrono::{DateTime, Utc};
use entity::{
    ids::{LeadRequestId, WorkspaceId},
    lead_request::{Column as C, Entity, LeadRequestStatus, Model},
};
use sea_orm::{Condition, QueryFilter, Select};

/// Which requests.
#[derive(Clone, Debug, Default)]
pub struct LeadRequestFilter {
    pub status: Choice<LeadRequestStatus>,
    pub workspace: Choice<WorkspaceId>,
    pub created_at: Range<DateTime<Utc>>,
    pub and: Vec<Self>,
    pub or: Vec<Self>,
    pub not: Option<Box<Self>>,
}

impl Nested for LeadRequestFilter {
    fn fields(&self) -> Condition {
        Condition::all()
            .add(self.status.on(C::Status))
            .add(self.workspace.on(C::WorkspaceId))
            .add(self.created_at.on(C::CreatedAt))
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

pub async fn get(app: &App, scope: &Scope, id: LeadRequestId) -> Result<Model> {
    scope.require(Permission::Read)?;
    scope.get::<Entity>(id, &scope.read(app)).await
}

/// One page, in the order asked for.
pub async fn list(
    app: &App,
    scope: &Scope,
    filter: &LeadRequestFilter,
    order: OrderBy<Entity>,
    args: &PageArgs,
) -> Result<Page<Model>> {
    page::page(rows(scope, filter)?, order, args, &scope.read(app)).await
}

pub async fn count(app: App, scope: Scope, filter: LeadRequestFilter) -> Result<(u64, bool)> {
    page::total(rows(&scope, &filter)?, &scope.read(&app)).await
}

fn rows(scope: &Scope, filter: &LeadRequestFilter) -> Result<Select<Entity>> {
    scope.require(Permission::Read)?;
    Ok(scope.find::<Entity>().filter(filter.condition()?))
}
