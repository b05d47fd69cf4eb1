//! Leads join and leave a campaign by the thousand, as an import brings and takes them.

use super::{
    add::{join, refuse_closed},
    counts::{self, Counts},
    hold, living,
    members::joined,
    remove::fall_back_of,
};
use crate::{
    crm::{
        events::campaigns::{CampaignLeadsAdded, CampaignLeadsRemoved},
        leads::numbers::{self, Why},
    },
    kernel::{bulk, error::Result, scope::Scope, tx::Tx},
};
use entity::{
    campaign, campaign_lead,
    ids::{CampaignId, CampaignLeadId, LeadId},
    lead,
};
use sea_orm::{ColumnTrait, ConnectionTrait, QueryFilter};
use std::collections::BTreeSet;

/// A campaign that takes leads.
pub async fn open(scope: &Scope, id: CampaignId, c: &impl ConnectionTrait) -> Result<campaign::Model> {
    let row = living(scope.get::<campaign::Entity>(id, c).await?)?;
    refuse_closed(&row)?;
    Ok(row)
}

/// Puts leads of the campaign's workspace into it, which the caller holds: `new` were just made, as its leads. Returns who
/// joined.
pub async fn admit(
    tx: &mut Tx,
    id: CampaignId,
    new: &[lead::Model],
    known: &[LeadId],
) -> Result<BTreeSet<LeadId>> {
    let campaign = hold(tx, id).await?;
    refuse_closed(&campaign)?;
    let row = |lead: &lead::Model| campaign_lead::Model {
        id: CampaignLeadId::new(),
        agency_id: campaign.agency_id,
        campaign_id: id,
        lead_id: lead.id,
        added_by: tx.scope().actor().columns().1,
        created_at: tx.now(),
    };
    let rows: Vec<campaign_lead::Model> = new.iter().map(row).collect();
    bulk::insert::<campaign_lead::Entity>(tx, &rows).await?;
    let mut all: BTreeSet<LeadId> = new.iter().map(|lead| lead.id).collect();
    if !new.is_empty() {
        counts::add(tx, &[id], new.iter().map(Counts::of).sum()).await?;
        for lead in new {
            numbers::joined(tx, &[id], lead, Why::Happened);
        }
        tx.emit(&CampaignLeadsAdded { of: (&campaign).into(), leads: all.iter().copied().collect() }).await?;
    }
    if known.is_empty() {
        return Ok(all);
    }
    let present = joined(tx, id, known.iter().copied()).await?;
    let others = known.iter().copied().filter(|lead| !present.contains(lead));
    let others = tx
        .scope()
        .find::<lead::Entity>()
        .filter(lead::Column::Id.is_in(bulk::padded(others)))
        .all(tx)
        .await?;
    if !others.is_empty() {
        join(tx, &campaign, &others.iter().collect::<Vec<_>>()).await?;
    }
    all.extend(others.iter().map(|lead| lead.id));
    Ok(all)
}

/// Takes leads out of a campaign, those that are in it. The numbers go down; no line is written into their history.
pub async fn dismiss(tx: &mut Tx, id: CampaignId, leads: &[lead::Model]) -> Result<()> {
    let Ok(campaign) = hold(tx, id).await else { return Ok(()) };
    let present = joined(tx, id, leads.iter().map(|lead| lead.id)).await?;
    if present.is_empty() {
        return Ok(());
    }
    let these = tx.delete::<campaign_lead::Entity>().filter(campaign_lead::Column::CampaignId.eq(id));
    these.filter(campaign_lead::Column::LeadId.is_in(bulk::padded(present.iter().copied()))).exec(tx).await?;
    fall_back_of(tx, id, &present.iter().copied().collect::<Vec<_>>()).await?;
    let less: Counts = leads.iter().filter(|lead| present.contains(&lead.id)).map(Counts::of).sum();
    counts::add(tx, &[id], -less).await?;
    for lead in leads.iter().filter(|lead| present.contains(&lead.id)) {
        numbers::left(tx, &[id], lead);
    }
    tx.emit(&CampaignLeadsRemoved { of: (&campaign).into(), leads: present.into_iter().collect() }).await
}
