//! Leads leave a campaign.

use super::{
    add::tell_lead,
    counts::{self, Counts},
    hold, living,
    members::{LeadOutcome, Membership, claim, hold_leads, joined, unchanged},
};
use crate::{
    crm::{
        activities::{self, Entry},
        events::campaigns::CampaignLeadsRemoved,
        leads::numbers,
    },
    kernel::{app::App, error::Result, permission::Permission, scope::Scope, tx::Tx},
};
use entity::{
    activity::ActivityKind,
    campaign, campaign_lead,
    ids::{CampaignId, LeadId},
    lead::{self, Column},
};
use sea_orm::{
    ColumnTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait, UpdateMany,
    sea_query::{Expr, ExprTrait, SelectStatement},
};
use std::collections::{BTreeMap, BTreeSet};

/// Takes leads out of a campaign; the campaign they joined last of those left becomes theirs. Each lead has its own outcome.
/// `keys`: one per lead, or none; who comes again with a key gets the outcome it got first and is not touched.
pub async fn remove_leads(
    app: &App,
    scope: &Scope,
    id: CampaignId,
    (ids, keys): (Vec<LeadId>, Option<Vec<String>>),
) -> Result<Membership> {
    scope.require(Permission::ManageCampaigns)?;
    let mut tx = Tx::begin(app, scope).await?;
    let items = claim(&tx, "campaignRemoveLeads", id, (ids, keys)).await?;
    let wanted = items.wanted();
    let left = if wanted.is_empty() {
        unchanged(&tx, id).await?
    } else {
        remove_leads_in(&mut tx, id, &wanted).await?
    };
    let left = left.settled(&tx, items).await?;
    tx.commit().await?;
    Ok(left)
}

async fn remove_leads_in(tx: &mut Tx, id: CampaignId, ids: &[LeadId]) -> Result<Membership> {
    living(tx.scope().get::<campaign::Entity>(id, &*tx).await?)?;
    let leads = hold_leads(tx, ids).await?;
    let campaign = hold(tx, id).await?;
    let known = joined(tx, id, leads.keys().copied()).await?;
    let outcomes = decide(ids, &leads, known);
    let gone: Vec<&lead::Model> =
        outcomes.iter().filter(|(_, o)| *o == LeadOutcome::Removed).map(|(id, _)| &leads[id]).collect();
    if !gone.is_empty() {
        leave(tx, &campaign, &gone).await?;
    }
    let campaign = tx.scope().get::<campaign::Entity>(id, &*tx).await?;
    Ok(Membership { campaign, outcomes })
}

fn decide(
    asked: &[LeadId],
    leads: &BTreeMap<LeadId, lead::Model>,
    mut known: BTreeSet<LeadId>,
) -> Vec<(LeadId, LeadOutcome)> {
    let outcome = |id: &LeadId| {
        let outcome = match leads.contains_key(id) {
            false => LeadOutcome::NotFound,
            true if known.remove(id) => LeadOutcome::Removed,
            true => LeadOutcome::NotIn,
        };
        (*id, outcome)
    };
    asked.iter().map(outcome).collect()
}

async fn leave(tx: &mut Tx, campaign: &campaign::Model, leads: &[&lead::Model]) -> Result<()> {
    let ids: Vec<LeadId> = leads.iter().map(|lead| lead.id).collect();
    tx.delete::<campaign_lead::Entity>()
        .filter(campaign_lead::Column::CampaignId.eq(campaign.id))
        .filter(campaign_lead::Column::LeadId.is_in(ids.iter().copied()))
        .exec(tx)
        .await?;
    fall_back_of(tx, campaign.id, &ids).await?;
    let line = |id: &LeadId| Entry::new(*id, ActivityKind::CampaignRemoved, "Left a campaign");
    activities::record(tx, ids.iter().map(line).collect()).await?;
    let less: Counts = leads.iter().map(|lead| Counts::of(lead)).sum();
    counts::add(tx, &[campaign.id], -less).await?;
    let now = tx.scope().find::<lead::Entity>().filter(Column::Id.is_in(ids.iter().copied())).all(tx).await?;
    let now: BTreeMap<LeadId, Option<CampaignId>> =
        now.into_iter().map(|row| (row.id, row.campaign_id)).collect();
    for lead in leads {
        numbers::left(tx, &[campaign.id], lead);
        tell_lead(tx, lead, now.get(&lead.id).copied().flatten()).await?;
    }
    tx.emit(&CampaignLeadsRemoved { of: campaign.into(), leads: ids }).await
}

/// Leads that point to the campaign without being in it any more point to the one they joined last before.
pub(super) async fn fall_back(tx: &Tx, campaign: CampaignId) -> Result<()> {
    falling(tx, campaign).filter(Column::Id.not_in_subquery(members_of(tx, campaign))).exec(tx).await?;
    Ok(())
}

/// The same for these alone, which just left it: the others need not be looked at, however many they are.
pub(super) async fn fall_back_of(tx: &Tx, campaign: CampaignId, left: &[LeadId]) -> Result<()> {
    falling(tx, campaign).filter(Column::Id.is_in(left.iter().copied())).exec(tx).await?;
    Ok(())
}

fn falling(tx: &Tx, campaign: CampaignId) -> UpdateMany<lead::Entity> {
    tx.update::<lead::Entity>()
        .col_expr(Column::CampaignId, Expr::from(joined_last(tx)))
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .col_expr(Column::UpdatedAt, Expr::val(tx.now()))
        .filter(Column::CampaignId.eq(campaign))
}

fn members_of(tx: &Tx, campaign: CampaignId) -> SelectStatement {
    let rows = tx.scope().find::<campaign_lead::Entity>();
    let rows = rows.filter(campaign_lead::Column::CampaignId.eq(campaign));
    rows.select_only().column(campaign_lead::Column::LeadId).into_query()
}

/// Of the lead in the statement around it.
fn joined_last(tx: &Tx) -> SelectStatement {
    let rows = tx.scope().find::<campaign_lead::Entity>();
    let own = Expr::col((lead::Entity, Column::Id));
    let rows = rows.filter(Expr::col((campaign_lead::Entity, campaign_lead::Column::LeadId)).eq(own));
    let rows = rows.order_by_desc(campaign_lead::Column::CreatedAt).order_by_desc(campaign_lead::Column::Id);
    rows.limit(1).select_only().column(campaign_lead::Column::CampaignId).into_query()
}
