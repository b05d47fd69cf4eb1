//! Who is in a campaign, and what came of putting leads in or taking them out.

use crate::kernel::{
    app::App,
    bulk,
    error::{Error, Result},
    idempotency::Items,
    page::{self, OrderBy, Page, PageArgs},
    pages::pages,
    permission::Permission,
    scope::Scope,
    tx::Tx,
};
use entity::{
    campaign,
    campaign_lead::{self, Column, Model},
    ids::{CampaignId, LeadId},
    lead,
};
use sea_orm::{ColumnTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, sea_query::LockType};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// At most this many leads at once.
const AT_ONCE: usize = 500;

/// What came of one lead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LeadOutcome {
    /// It joined.
    Added,
    /// It was in already, or is named twice.
    AlreadyIn,
    /// It left.
    Removed,
    /// It was not in.
    NotIn,
    /// There is no such lead.
    NotFound,
    /// It belongs to another workspace than the campaign.
    OtherWorkspace,
    /// Its key was used for another item.
    Mismatch,
}

/// A campaign after leads joined or left, and what came of each, in the order asked.
#[derive(Clone, Debug)]
pub struct Membership {
    pub campaign: campaign::Model,
    pub outcomes: Vec<(LeadId, LeadOutcome)>,
}

/// A page of the leads of each of these campaigns, who joined last first. Deleted leads are left out.
pub async fn leads(
    app: &App,
    scope: &Scope,
    campaigns: &[CampaignId],
    args: &PageArgs,
) -> Result<HashMap<CampaignId, Page<lead::Model>>> {
    scope.require(Permission::Read)?;
    let living = living(scope).select_only().column(lead::Column::Id).into_query();
    let rows = scope.find::<campaign_lead::Entity>().filter(Column::LeadId.in_subquery(living));
    let order = OrderBy { column: Column::CreatedAt, is_descending: true };
    let joined = pages(rows, Column::CampaignId, campaigns, order, args, &scope.read(app)).await?;
    let ids = joined.values().flat_map(|page| &page.items).map(|(_, row)| row.lead_id);
    let rows = scope.find::<lead::Entity>().filter(lead::Column::Id.is_in(ids)).all(&scope.read(app)).await?;
    let rows: HashMap<LeadId, lead::Model> = rows.into_iter().map(|row| (row.id, row)).collect();
    let leads = |page: Page<Model>| {
        let lead = |(cursor, row): (page::Cursor, Model)| Some((cursor, rows.get(&row.lead_id)?.clone()));
        let items = page.items.into_iter().filter_map(lead).collect();
        Page { items, has_previous: page.has_previous, has_next: page.has_next }
    };
    Ok(joined.into_iter().map(|(campaign, page)| (campaign, leads(page))).collect())
}

fn living(scope: &Scope) -> sea_orm::Select<lead::Entity> {
    let living = scope.find::<lead::Entity>().filter(lead::Column::DeletedAt.is_null());
    living.filter(lead::Column::MergedInto.is_null())
}

/// The leads that are to join or leave, and what their keys say.
pub(super) async fn claim(
    tx: &Tx,
    command: &str,
    campaign: CampaignId,
    (ids, keys): (Vec<LeadId>, Option<Vec<String>>),
) -> Result<Items<LeadId>> {
    limited(&ids)?;
    Items::claim(tx, command, ("leadIds", ids), keys, &campaign.to_string()).await
}

/// Everything asked for was done before: the campaign as it is.
pub(super) async fn unchanged(tx: &Tx, id: CampaignId) -> Result<Membership> {
    let campaign = super::living(tx.scope().get::<campaign::Entity>(id, tx).await?)?;
    Ok(Membership { campaign, outcomes: vec![] })
}

impl Membership {
    /// The same with the outcomes of those who were done before; what is new is kept under its keys.
    pub(super) async fn settled(self, tx: &Tx, items: Items<LeadId>) -> Result<Self> {
        let new = self.outcomes.into_iter().map(|(_, outcome)| outcome).collect();
        let outcomes = items.settle(tx, new, &LeadOutcome::Mismatch).await?;
        Ok(Self { campaign: self.campaign, outcomes })
    }
}

fn limited(ids: &[LeadId]) -> Result<()> {
    let is_right = (1..=AT_ONCE).contains(&ids.len());
    if is_right { Ok(()) } else { Err(Error::invalid("leadIds", format!("1 to {AT_ONCE} leads"))) }
}

/// The living leads among these, held in the order of their ids until the end of the transaction.
pub(super) async fn hold_leads(tx: &Tx, ids: &[LeadId]) -> Result<BTreeMap<LeadId, lead::Model>> {
    limited(ids)?;
    let rows = living(tx.scope()).filter(lead::Column::Id.is_in(ids.iter().copied()));
    let rows = rows.order_by_asc(lead::Column::Id).lock(LockType::NoKeyUpdate).all(tx).await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

/// Which of these leads are in the campaign.
pub(super) async fn joined(
    tx: &Tx,
    campaign: CampaignId,
    leads: impl IntoIterator<Item = LeadId>,
) -> Result<BTreeSet<LeadId>> {
    let rows = tx.scope().find::<campaign_lead::Entity>().filter(Column::CampaignId.eq(campaign));
    let rows = rows.filter(Column::LeadId.is_in(bulk::padded(leads))).all(tx).await?;
    Ok(rows.into_iter().map(|row| row.lead_id).collect())
}
