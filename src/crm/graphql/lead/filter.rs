//! How leads are chosen and sorted.

use crate::{
    crm::leads::{self, TagChoice},
    graphql::{
        Id,
        filter::{ChoiceFilter, DateTimeFilter, IdFilter, IntFilter, TextFilter},
        order::OrderDirection,
    },
    kernel::page::OrderBy,
};
use async_graphql::{Enum, InputObject};
use entity::{
    contact::{Channel, EmailStatus, Seniority},
    ids::{CampaignId, CompanyId, LeadId, LeadListId, MembershipId, WorkspaceId},
    lead::{Column, Entity, LeadStatus, Priority, Qualification, Segment},
};

/// Conditions on leads, all of which must hold. To a CLIENT it is as if nobody worked anywhere, was in a list, or was looked
/// after, and as if there were no campaigns but theirs.
#[derive(Clone, Default, InputObject)]
pub struct LeadFilter {
    /// On the lead itself.
    id: Option<IdFilter<LeadId>>,
    /// On its workspace.
    workspace_id: Option<IdFilter<WorkspaceId>>,
    /// On where the person works.
    company_id: Option<IdFilter<CompanyId>>,
    /// In one of these campaigns; at most 100.
    #[graphql(validator(max_items = 100))]
    campaign_ids: Option<Vec<Id<CampaignId>>>,
    /// In one of these lists; at most 100.
    #[graphql(validator(max_items = 100))]
    list_ids: Option<Vec<Id<LeadListId>>>,
    /// On the member who looks after it.
    assignee_id: Option<IdFilter<MembershipId>>,
    /// On "family name, given name", without the comma.
    name: Option<TextFilter>,
    /// On the e-mail address.
    email: Option<TextFilter>,
    /// On what verification says of the address.
    email_status: Option<ChoiceFilter<EmailStatus>>,
    /// On the country (ISO 3166-1 alpha-2, in capitals).
    country: Option<TextFilter>,
    /// On where the lead came from, letter by letter.
    source: Option<TextFilter>,
    /// On how high in the house the person sits.
    seniority: Option<ChoiceFilter<Seniority>>,
    /// On the size of the person's company.
    segment: Option<ChoiceFilter<Segment>>,
    /// On where to write.
    preferred_channel: Option<ChoiceFilter<Channel>>,
    /// On how soon.
    priority: Option<ChoiceFilter<Priority>>,
    /// On where the conversation is.
    status: Option<ChoiceFilter<LeadStatus>>,
    /// On what we decided.
    qualification: Option<ChoiceFilter<Qualification>>,
    /// On the score.
    score: Option<IntFilter>,
    /// On the labels.
    tags: Option<TagFilter>,
    /// On when it was made.
    created_at: Option<DateTimeFilter>,
    /// On when it was last changed.
    updated_at: Option<DateTimeFilter>,
    /// On when we wrote last.
    last_contacted_at: Option<DateTimeFilter>,
    /// On when they wrote last.
    last_replied_at: Option<DateTimeFilter>,
    /// On when anything happened last.
    last_activity_at: Option<DateTimeFilter>,
    /// All of these, too; nested at most five levels.
    #[graphql(default, validator(max_items = 20))]
    and: Vec<LeadFilter>,
    /// At least one of these.
    #[graphql(default, validator(max_items = 20))]
    or: Vec<LeadFilter>,
    /// Not this.
    not: Option<Box<LeadFilter>>,
}

/// Conditions on labels, all of which must hold.
#[derive(Clone, Default, InputObject)]
pub struct TagFilter {
    /// Has at least one of these; at most 50.
    #[graphql(validator(max_items = 50))]
    any: Option<Vec<String>>,
    /// Has each of these; at most 50.
    #[graphql(validator(max_items = 50))]
    all: Option<Vec<String>>,
    /// Has none of these; at most 50.
    #[graphql(validator(max_items = 50))]
    none: Option<Vec<String>>,
}

/// What leads are sorted by.
#[derive(Clone, Copy, PartialEq, Eq, Enum)]
pub enum LeadOrderField {
    /// When it was made.
    CreatedAt,
    /// When it was last changed.
    UpdatedAt,
    /// Family name, then given name, without case and accents.
    Name,
    /// How well it fits.
    Score,
    /// When anything happened last.
    LastActivityAt,
}

/// How leads are sorted.
#[derive(InputObject)]
pub struct LeadOrder {
    /// By what.
    field: LeadOrderField,
    /// Which way.
    #[graphql(default)]
    direction: OrderDirection,
}

impl From<LeadFilter> for leads::LeadFilter {
    fn from(f: LeadFilter) -> Self {
        Self {
            id: f.id.map(IdFilter::of),
            workspace: f.workspace_id.map(IdFilter::of),
            company: f.company_id.map(IdFilter::of),
            campaigns: f.campaign_ids.map(|ids| ids.into_iter().map(|id| id.0).collect()),
            lists: f.list_ids.map(|ids| ids.into_iter().map(|id| id.0).collect()),
            assigned_to: f.assignee_id.map(IdFilter::of),
            name: f.name.map(Into::into),
            email: f.email.map(Into::into),
            email_status: f.email_status.map(Into::into),
            country: f.country.map(Into::into),
            source: f.source.map(Into::into),
            seniority: f.seniority.map(Into::into),
            segment: f.segment.map(Into::into),
            preferred_channel: f.preferred_channel.map(Into::into),
            priority: f.priority.map(Into::into),
            status: f.status.map(Into::into),
            qualification: f.qualification.map(Into::into),
            score: f.score.map(Into::into),
            tags: f.tags.map(|tags| TagChoice { any: tags.any, all: tags.all, none: tags.none }),
            created_at: f.created_at.map(Into::into),
            updated_at: f.updated_at.map(Into::into),
            last_contacted_at: f.last_contacted_at.map(Into::into),
            last_replied_at: f.last_replied_at.map(Into::into),
            last_activity_at: f.last_activity_at.map(Into::into),
            and: f.and.into_iter().map(Into::into).collect(),
            or: f.or.into_iter().map(Into::into).collect(),
            not: f.not.map(|f| Box::new((*f).into())),
        }
    }
}

/// Newest first, unless said otherwise.
pub fn order(by: Option<LeadOrder>) -> OrderBy<Entity> {
    let Some(by) = by else { return OrderBy { column: Column::CreatedAt, is_descending: true } };
    let column = match by.field {
        LeadOrderField::CreatedAt => Column::CreatedAt,
        LeadOrderField::UpdatedAt => Column::UpdatedAt,
        LeadOrderField::Name => Column::SortName,
        LeadOrderField::Score => Column::Score,
        LeadOrderField::LastActivityAt => Column::LastActivityAt,
    };
    OrderBy { column, is_descending: by.direction.is_descending() }
}
