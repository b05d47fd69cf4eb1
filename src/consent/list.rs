//! The agency's entries: why and since when, never of whom.

use crate::kernel::{
    app::App,
    error::Result,
    filter::{Choice, Nested, Times},
    page::{self, OrderBy, Page, PageArgs},
    permission::Permission,
    scope::Scope,
};
use entity::{
    ids::{CampaignId, WorkspaceId},
    suppression::{Column as C, Entity, Model, SuppressionKind, SuppressionScope, SuppressionSource},
};
use sea_orm::{Condition, QueryFilter, Select};

/// Which entries.
#[derive(Clone, Debug, Default)]
pub struct SuppressionFilter {
    pub kind: Choice<SuppressionKind>,
    pub scope: Choice<SuppressionScope>,
    pub source: Choice<SuppressionSource>,
    pub workspace: Choice<WorkspaceId>,
    pub campaign: Choice<CampaignId>,
    pub created_at: Times,
    pub and: Vec<Self>,
    pub or: Vec<Self>,
    pub not: Option<Box<Self>>,
}

impl Nested for SuppressionFilter {
    fn fields(&self) -> Condition {
        Condition::all()
            .add(self.kind.on(C::Kind))
            .add(self.scope.on(C::Scope))
            .add(self.source.on(C::Source))
            .add(self.workspace.on(C::WorkspaceId))
            .add(self.campaign.on(C::CampaignId))
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

/// One page, in the order asked for.
pub async fn list(
    app: &App,
    scope: &Scope,
    filter: &SuppressionFilter,
    order: OrderBy<Entity>,
    args: &PageArgs,
) -> Result<Page<Model>> {
    page::page(rows(scope, filter)?, order, args, &scope.read(app)).await
}

/// How many there are; by value, because it is asked when the page is already made.
pub async fn count(app: App, scope: Scope, filter: SuppressionFilter) -> Result<(u64, bool)> {
    page::total(rows(&scope, &filter)?, &scope.read(&app)).await
}

fn rows(scope: &Scope, filter: &SuppressionFilter) -> Result<Select<Entity>> {
    scope.require(Permission::Suppress)?;
    Ok(scope.find::<Entity>().filter(filter.condition()?))
}
