//! Campaigns by filter, search and order.

use crate::kernel::{
    app::App,
    error::Result,
    filter::{Choice, Nested, Range, Text, Times},
    page::{self, OrderBy, Page, PageArgs},
    permission::Permission,
    scope::Scope,
};
use entity::{
    campaign::{CampaignStatus, Column, Entity, Model},
    ids::WorkspaceId,
};
use sea_orm::{ColumnTrait, Condition, QueryFilter, Select};

/// Conditions on campaigns; all that are given must hold.
#[derive(Clone, Debug, Default)]
pub struct CampaignFilter {
    pub name: Text,
    pub status: Choice<CampaignStatus>,
    pub workspace: Choice<WorkspaceId>,
    pub lead_count: Range<i32>,
    pub created_at: Times,
    pub updated_at: Times,
    pub and: Vec<Self>,
    pub or: Vec<Self>,
    pub not: Option<Box<Self>>,
}

impl Nested for CampaignFilter {
    fn fields(&self) -> Condition {
        Condition::all()
            .add(self.name.on_folded(Column::NameFolded))
            .add(self.status.on(Column::Status))
            .add(self.workspace.on(Column::WorkspaceId))
            .add(self.lead_count.on(Column::LeadCount))
            .add(self.created_at.on(Column::CreatedAt))
            .add(self.updated_at.on(Column::UpdatedAt))
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

/// Which campaigns, before paging.
#[derive(Clone, Debug, Default)]
pub struct CampaignAsk {
    pub filter: CampaignFilter,
    /// A part of the name.
    pub search: Option<String>,
}

/// A page of campaigns.
pub async fn list(
    app: &App,
    scope: &Scope,
    ask: &CampaignAsk,
    order: OrderBy<Entity>,
    args: &PageArgs,
) -> Result<Page<Model>> {
    scope.require(Permission::Read)?;
    page::page(rows(scope, ask)?, order, args, &scope.read(app)).await
}

/// How many there are in all.
pub async fn total(app: &App, scope: &Scope, ask: &CampaignAsk) -> Result<(u64, bool)> {
    scope.require(Permission::Read)?;
    page::total(rows(scope, ask)?, &scope.read(app)).await
}

fn rows(scope: &Scope, ask: &CampaignAsk) -> Result<Select<Entity>> {
    let rows = scope.find::<Entity>().filter(Column::DeletedAt.is_null()).filter(ask.filter.condition()?);
    let part = ask.search.as_deref().map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned);
    Ok(rows.filter(Text { contains: part, ..Text::default() }.on_folded(Column::NameFolded)))
}
