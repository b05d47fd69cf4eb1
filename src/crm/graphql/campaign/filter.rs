//! Which campaigns, in which order.

use crate::{
    crm::campaigns::list,
    graphql::{
        filter::{ChoiceFilter, DateTimeFilter, IdFilter, IntFilter, TextFilter},
        order::OrderDirection,
    },
    kernel::page::OrderBy,
};
use async_graphql::{Enum, InputObject};
use entity::{
    campaign::{CampaignStatus, Column, Entity},
    ids::WorkspaceId,
};

/// Conditions on campaigns, all of which must hold.
#[derive(Clone, Debug, Default, InputObject)]
pub struct CampaignFilter {
    /// What people call it.
    name: Option<TextFilter>,
    /// Where it is in its life.
    status: Option<ChoiceFilter<CampaignStatus>>,
    /// The workspace it belongs to.
    workspace_id: Option<IdFilter<WorkspaceId>>,
    /// How many leads are in it.
    leads: Option<IntFilter>,
    /// When it was made.
    created_at: Option<DateTimeFilter>,
    /// When its fields or status changed last.
    updated_at: Option<DateTimeFilter>,
    /// All of these hold, too.
    and: Option<Vec<CampaignFilter>>,
    /// At least one of these holds.
    or: Option<Vec<CampaignFilter>>,
    /// This does not hold.
    not: Option<Box<CampaignFilter>>,
}

/// How campaigns are sorted.
#[derive(Clone, Copy, Debug, InputObject)]
pub struct CampaignOrder {
    /// By what.
    #[graphql(default_with = "CampaignOrderField::CreatedAt")]
    field: CampaignOrderField,
    /// Which way.
    #[graphql(default_with = "OrderDirection::Desc")]
    direction: OrderDirection,
}

/// What campaigns can be sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum CampaignOrderField {
    /// When it was made.
    CreatedAt,
    /// When its fields or status changed last.
    UpdatedAt,
    /// What people call it.
    Name,
}

impl From<CampaignFilter> for list::CampaignFilter {
    fn from(f: CampaignFilter) -> Self {
        Self {
            name: f.name.unwrap_or_default().into(),
            status: f.status.map(Into::into).unwrap_or_default(),
            workspace: f.workspace_id.unwrap_or_default().of(),
            lead_count: f.leads.unwrap_or_default().into(),
            created_at: f.created_at.unwrap_or_default().into(),
            updated_at: f.updated_at.unwrap_or_default().into(),
            and: f.and.into_iter().flatten().map(Into::into).collect(),
            or: f.or.into_iter().flatten().map(Into::into).collect(),
            not: f.not.map(|not| Box::new((*not).into())),
        }
    }
}

/// Newest first, unless said otherwise.
pub fn order(order: Option<CampaignOrder>) -> OrderBy<Entity> {
    let (field, direction) =
        order.map_or((CampaignOrderField::CreatedAt, OrderDirection::Desc), |o| (o.field, o.direction));
    let column = match field {
        CampaignOrderField::CreatedAt => Column::CreatedAt,
        CampaignOrderField::UpdatedAt => Column::UpdatedAt,
        CampaignOrderField::Name => Column::NameFolded,
    };
    OrderBy { column, is_descending: direction.is_descending() }
}
