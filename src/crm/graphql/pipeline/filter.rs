//! Which pipelines, in which order.

use crate::{
    crm::pipelines::list,
    graphql::{
        filter::{ChoiceFilter, DateTimeFilter, IdFilter, TextFilter},
        order::OrderDirection,
    },
    kernel::page::OrderBy,
};
use async_graphql::{Enum, InputObject};
use entity::{
    ids::WorkspaceId,
    pipeline::{Column, Entity, PipelineTemplate},
};

/// Conditions on pipelines, all of which must hold.
#[derive(Clone, Debug, Default, InputObject)]
pub struct PipelineFilter {
    /// What people call it.
    name: Option<TextFilter>,
    /// What it started as.
    template: Option<ChoiceFilter<PipelineTemplate>>,
    /// The workspace it belongs to.
    workspace_id: Option<IdFilter<WorkspaceId>>,
    /// When it was made.
    created_at: Option<DateTimeFilter>,
    /// When its name changed last.
    updated_at: Option<DateTimeFilter>,
    /// All of these hold, too.
    and: Option<Vec<PipelineFilter>>,
    /// At least one of these holds.
    or: Option<Vec<PipelineFilter>>,
    /// This does not hold.
    not: Option<Box<PipelineFilter>>,
}

/// How pipelines are sorted.
#[derive(Clone, Copy, Debug, InputObject)]
pub struct PipelineOrder {
    /// By what.
    #[graphql(default_with = "PipelineOrderField::CreatedAt")]
    field: PipelineOrderField,
    /// Which way.
    #[graphql(default_with = "OrderDirection::Desc")]
    direction: OrderDirection,
}

/// What pipelines can be sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum PipelineOrderField {
    /// When it was made.
    CreatedAt,
    /// What people call it.
    Name,
}

impl From<PipelineFilter> for list::PipelineFilter {
    fn from(f: PipelineFilter) -> Self {
        Self {
            name: f.name.unwrap_or_default().into(),
            template: f.template.map(Into::into).unwrap_or_default(),
            workspace: f.workspace_id.unwrap_or_default().of(),
            created_at: f.created_at.unwrap_or_default().into(),
            updated_at: f.updated_at.unwrap_or_default().into(),
            and: f.and.into_iter().flatten().map(Into::into).collect(),
            or: f.or.into_iter().flatten().map(Into::into).collect(),
            not: f.not.map(|not| Box::new((*not).into())),
        }
    }
}

/// Newest first, unless said otherwise.
pub fn order(order: Option<PipelineOrder>) -> OrderBy<Entity> {
    let (field, direction) =
        order.map_or((PipelineOrderField::CreatedAt, OrderDirection::Desc), |o| (o.field, o.direction));
    let column = match field {
        PipelineOrderField::CreatedAt => Column::CreatedAt,
        PipelineOrderField::Name => Column::NameFolded,
    };
    OrderBy { column, is_descending: direction.is_descending() }
}
