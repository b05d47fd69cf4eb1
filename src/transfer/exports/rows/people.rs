//! Leads, of a list or of a campaign.

use super::{Asked, Lines, suppressed, unpaged};
use crate::{
    consent::Party,
    crm::leads::{self, Wanted},
    kernel::{app::App, error::Result, scope::Scope, sparse::Columns},
    transfer::exports::{
        columns::{Column, cells, id, plain, some_id},
        spec::Order,
    },
};
use entity::{
    campaign, company,
    ids::CampaignId,
    lead, pipeline_card, pipeline_stage,
    tenancy::{Keyed, Tenanted},
};
use sea_orm::{ColumnTrait, QueryFilter};
use std::{collections::HashMap, hash::Hash};

/// A lead with all that its columns show.
pub(super) struct Row {
    pub lead: lead::Model,
    pub company: Option<company::Model>,
    pub campaign: Option<campaign::Model>,
    /// On the board that is exported.
    pub card: Option<(pipeline_card::Model, Option<pipeline_stage::Model>)>,
    pub is_suppressed: bool,
}

pub(super) const PERSON: &[Column<Row>] = &[
    Column("id", |r| id(r.lead.id)),
    Column("workspaceId", |r| id(r.lead.workspace_id)),
    Column("firstName", |r| plain(&r.lead.first_name)),
    Column("lastName", |r| plain(&r.lead.last_name)),
    Column("fullName", |r| plain(&r.lead.full_name)),
    Column("title", |r| plain(&r.lead.title)),
    Column("seniority", |r| plain(r.lead.seniority)),
    Column("department", |r| plain(&r.lead.department)),
    Column("email", |r| plain(&r.lead.email)),
    Column("emailStatus", |r| plain(r.lead.email_status)),
    Column("phone", |r| plain(&r.lead.phone)),
    Column("linkedinUrl", |r| plain(&r.lead.linkedin_url)),
    Column("instagram", |r| plain(&r.lead.instagram)),
    Column("facebook", |r| plain(&r.lead.facebook)),
    Column("x", |r| plain(&r.lead.x)),
    Column("whatsapp", |r| plain(&r.lead.whatsapp)),
    Column("country", |r| plain(&r.lead.country)),
    Column("city", |r| plain(&r.lead.city)),
    Column("timeZone", |r| plain(&r.lead.time_zone)),
    Column("companyId", |r| some_id(r.lead.company_id)),
    Column("companyName", |r| plain(r.company.as_ref().map(|company| &company.name))),
    Column("companyDomain", |r| plain(r.company.as_ref().and_then(|company| company.domain.as_ref()))),
    Column("segment", |r| plain(r.lead.segment)),
    Column("source", |r| plain(&r.lead.source)),
    Column("tags", |r| plain(&r.lead.tags)),
    Column("icebreaker", |r| plain(&r.lead.icebreaker)),
    Column("preferredChannel", |r| plain(r.lead.preferred_channel)),
    Column("priority", |r| plain(r.lead.priority)),
    Column("score", |r| plain(r.lead.score)),
    Column("status", |r| plain(r.lead.status)),
    Column("qualification", |r| plain(r.lead.qualification)),
    Column("qualificationReason", |r| plain(&r.lead.qualification_reason)),
    Column("isSuppressed", |r| plain(r.is_suppressed)),
    Column("assigneeId", |r| some_id(r.lead.assigned_to)),
    Column("campaignId", |r| some_id(r.campaign.as_ref().map(|campaign| campaign.id))),
    Column("campaignName", |r| plain(r.campaign.as_ref().map(|campaign| &campaign.name))),
    Column("lastContactedAt", |r| plain(r.lead.last_contacted_at)),
    Column("lastRepliedAt", |r| plain(r.lead.last_replied_at)),
    Column("lastActivityAt", |r| plain(r.lead.last_activity_at)),
    Column("customFields", |r| plain(&r.lead.custom_fields)),
    Column("createdAt", |r| plain(r.lead.created_at)),
    Column("updatedAt", |r| plain(r.lead.updated_at)),
];

pub fn columns() -> Vec<&'static str> {
    PERSON.iter().map(|column| column.0).collect()
}

/// `campaign`: the one that is exported, whichever others they are in.
pub async fn read(
    asked: &Asked<'_>,
    wanted: &Wanted,
    order: &Order,
    campaign: Option<CampaignId>,
) -> Result<Lines> {
    let order = (order.read()?, Columns::All);
    let page = leads::list(asked.app, asked.scope, wanted, order, &asked.args()).await?;
    let (found, last, has_more) = unpaged(page);
    let rows = with_relations(asked, found, campaign).await?;
    let lines = rows.iter().map(|row| cells(&[PERSON], asked.columns, row)).collect();
    Ok(Lines { lines, last, has_more })
}

pub async fn count(app: &App, scope: &Scope, wanted: &Wanted) -> Result<u64> {
    leads::count_all(app, scope, wanted).await
}

/// One statement for each kind of relation of the page.
pub(super) async fn with_relations(
    asked: &Asked<'_>,
    found: Vec<lead::Model>,
    campaign: Option<CampaignId>,
) -> Result<Vec<Row>> {
    let companies = by_id::<company::Entity>(asked, found.iter().filter_map(|lead| lead.company_id)).await?;
    let of = |lead: &lead::Model| campaign.or(lead.campaign_id);
    let campaigns = by_id::<campaign::Entity>(asked, found.iter().filter_map(of)).await?;
    let people = found.iter().map(|lead| (lead.workspace_id, party(lead, &companies))).collect();
    let marks = suppressed::marks(asked.app, asked.scope, people, campaign).await?;
    let row = |(lead, is_suppressed): (lead::Model, bool)| Row {
        company: lead.company_id.and_then(|id| companies.get(&id).cloned()),
        campaign: of(&lead).and_then(|id| campaigns.get(&id).cloned()),
        card: None,
        lead,
        is_suppressed,
    };
    Ok(found.into_iter().zip(marks).map(row).collect())
}

fn party(lead: &lead::Model, companies: &HashMap<entity::ids::CompanyId, company::Model>) -> Party {
    let company = lead.company_id.and_then(|id| companies.get(&id));
    Party { domain: company.and_then(|company| company.domain.clone()), ..Party::of(lead) }
}

/// Those of these rows that the asking scope sees.
pub(super) async fn by_id<E: Tenanted>(
    asked: &Asked<'_>,
    ids: impl Iterator<Item = E::Id>,
) -> Result<HashMap<E::Id, E::Model>>
where
    E::Id: Hash,
{
    let mut ids: Vec<E::Id> = ids.collect();
    ids.sort_unstable();
    ids.dedup();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = asked.scope.find::<E>().filter(<E as Keyed>::ID.is_in(ids));
    let rows = rows.all(&asked.scope.read(asked.app)).await?;
    Ok(rows.into_iter().map(|row| (E::id(&row), row)).collect())
}
