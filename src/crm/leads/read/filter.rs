//! What leads can be chosen by.

use crate::kernel::filter::{Choice, Nested, Range, Text, Times, escape};
use entity::{
    campaign_lead,
    contact::{Channel, EmailStatus, Seniority},
    ids::{CampaignId, CompanyId, LeadId, LeadListId, MembershipId, WorkspaceId},
    lead::{Column, Entity, LeadStatus, Priority, Qualification, Segment},
    lead_list_member,
};
use sea_orm::{
    ColumnTrait, Condition,
    sea_query::{Expr, ExprTrait, LikeExpr, Query},
};
use serde::{Deserialize, Serialize};

/// Conditions on a lead, all of which must hold.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct LeadFilter {
    pub id: Option<Choice<LeadId>>,
    pub workspace: Option<Choice<WorkspaceId>>,
    pub company: Option<Choice<CompanyId>>,
    /// In one of these campaigns, whichever it joined last.
    pub campaigns: Option<Vec<CampaignId>>,
    /// In one of these lists.
    pub lists: Option<Vec<LeadListId>>,
    pub assigned_to: Option<Choice<MembershipId>>,
    /// On "last first".
    pub name: Option<Text>,
    pub email: Option<Text>,
    pub email_status: Option<Choice<EmailStatus>>,
    pub country: Option<Text>,
    pub source: Option<Text>,
    pub seniority: Option<Choice<Seniority>>,
    pub segment: Option<Choice<Segment>>,
    pub preferred_channel: Option<Choice<Channel>>,
    pub priority: Option<Choice<Priority>>,
    pub status: Option<Choice<LeadStatus>>,
    pub qualification: Option<Choice<Qualification>>,
    pub score: Option<Range<i32>>,
    pub tags: Option<TagChoice>,
    pub created_at: Option<Times>,
    pub updated_at: Option<Times>,
    pub last_contacted_at: Option<Times>,
    pub last_replied_at: Option<Times>,
    pub last_activity_at: Option<Times>,
    pub and: Vec<Self>,
    pub or: Vec<Self>,
    pub not: Option<Box<Self>>,
}

/// Which tags a lead has, all of which must hold.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TagChoice {
    pub any: Option<Vec<String>>,
    pub all: Option<Vec<String>>,
    pub none: Option<Vec<String>>,
}

impl Nested for LeadFilter {
    fn fields(&self) -> Condition {
        self.of_person()
            .add(self.of_work())
            .add_option(self.created_at.as_ref().map(|f| f.on(Column::CreatedAt)))
            .add_option(self.updated_at.as_ref().map(|f| f.on(Column::UpdatedAt)))
            .add_option(self.last_contacted_at.as_ref().map(|f| f.on(Column::LastContactedAt)))
            .add_option(self.last_replied_at.as_ref().map(|f| f.on(Column::LastRepliedAt)))
            .add_option(self.last_activity_at.as_ref().map(|f| f.on(Column::LastActivityAt)))
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

impl LeadFilter {
    /// Who it is.
    fn of_person(&self) -> Condition {
        Condition::all()
            .add_option(self.id.as_ref().map(|f| f.on(Column::Id)))
            .add_option(self.company.as_ref().map(|f| f.on(Column::CompanyId)))
            .add_option(self.name.as_ref().map(|f| f.on_folded(Column::SortName)))
            .add_option(self.email.as_ref().map(|f| f.on_folded(Column::EmailKey)))
            .add_option(self.email_status.as_ref().map(|f| f.on(Column::EmailStatus)))
            .add_option(self.country.as_ref().map(|f| f.on_exact(Column::Country)))
            .add_option(self.source.as_ref().map(|f| f.on_exact(Column::Source)))
            .add_option(self.seniority.as_ref().map(|f| f.on(Column::Seniority)))
            .add_option(self.segment.as_ref().map(|f| f.on(Column::Segment)))
            .add_option(self.preferred_channel.as_ref().map(|f| f.on(Column::PreferredChannel)))
    }

    /// What we do about it.
    fn of_work(&self) -> Condition {
        Condition::all()
            .add_option(self.workspace.as_ref().map(|f| f.on(Column::WorkspaceId)))
            .add_option(self.campaigns.as_ref().map(|all| in_campaign(all)))
            .add_option(self.lists.as_ref().map(|all| in_list(all)))
            .add_option(self.assigned_to.as_ref().map(|f| f.on(Column::AssignedTo)))
            .add_option(self.priority.as_ref().map(|f| f.on(Column::Priority)))
            .add_option(self.status.as_ref().map(|f| f.on(Column::Status)))
            .add_option(self.qualification.as_ref().map(|f| f.on(Column::Qualification)))
            .add_option(self.score.as_ref().map(|f| f.on(Column::Score)))
            .add_option(self.tags.as_ref().map(TagChoice::condition))
    }
}

impl TagChoice {
    fn condition(&self) -> Condition {
        let any = |tags: &Vec<String>| tags.iter().fold(Condition::any(), |any, tag| any.add(has(tag)));
        let all = |tags: &Vec<String>| tags.iter().fold(Condition::all(), |all, tag| all.add(has(tag)));
        let nothing = || Condition::all().add(Expr::val(1).eq(0));
        Condition::all()
            .add_option(self.any.as_ref().map(|tags| if tags.is_empty() { nothing() } else { any(tags) }))
            .add_option(self.all.as_ref().map(all))
            .add_option(self.none.as_ref().filter(|tags| !tags.is_empty()).map(|tags| any(tags).not()))
    }
}

/// A tag stands in the list's JSON between quotes, and holds none itself.
fn has(tag: &str) -> Expr {
    let tag = tag.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
    let tag = escape(&tag.replace(['"', '\\', '\0'], "\u{1}"));
    let pattern = LikeExpr::new(format!("%\"{tag}\"%")).escape('\\');
    Expr::col((Entity, Column::Tags)).cast_as("text").like(pattern)
}

fn in_list(lists: &[LeadListId]) -> Expr {
    let mut members = Query::select();
    let of = |column| (lead_list_member::Entity, column);
    members.expr(Expr::val(1)).from(lead_list_member::Entity);
    members.and_where(Expr::col(of(lead_list_member::Column::AgencyId)).equals((Entity, Column::AgencyId)));
    members.and_where(Expr::col(of(lead_list_member::Column::LeadId)).equals((Entity, Column::Id)));
    members.and_where(lead_list_member::Column::LeadListId.is_in(lists.iter().copied()));
    Expr::exists(members.take())
}

fn in_campaign(campaigns: &[CampaignId]) -> Expr {
    let mut members = Query::select();
    let of = |column| (campaign_lead::Entity, column);
    members.expr(Expr::val(1)).from(campaign_lead::Entity);
    members.and_where(Expr::col(of(campaign_lead::Column::AgencyId)).equals((Entity, Column::AgencyId)));
    members.and_where(Expr::col(of(campaign_lead::Column::LeadId)).equals((Entity, Column::Id)));
    members.and_where(campaign_lead::Column::CampaignId.is_in(campaigns.iter().copied()));
    Expr::exists(members.take())
}
