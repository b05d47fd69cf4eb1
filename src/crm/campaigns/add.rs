//! Leads join a campaign.

use super::{
    counts::{self, Counts},
    hold, living,
    members::{LeadOutcome, Membership, claim, hold_leads, joined, unchanged},
    state::takes_leads,
};
use crate::{
    crm::{
        activities::{self, Entry},
        events::{
            campaigns::CampaignLeadsAdded,
            people::{LeadRef, LeadUpdated},
        },
        leads::numbers::{self, Why},
    },
    kernel::{
        app::App,
        error::{Error, Result},
        events::FieldChange,
        permission::Permission,
        scope::Scope,
        state::shout,
        tx::Tx,
    },
};
use entity::{
    activity::ActivityKind,
    campaign, campaign_lead,
    ids::{CampaignId, CampaignLeadId, LeadId, TypedId},
    lead::{self, Column},
};
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter, Set,
    sea_query::{Expr, ExprTrait},
};
use std::collections::{BTreeMap, BTreeSet};

/// Puts leads into a campaign; it becomes the campaign they joined last. Each lead has its own outcome. `keys`: one per lead, or
/// none; who comes again with a key gets the outcome it got first and is not touched, also when it has left since.
pub async fn add_leads(
    app: &App,
    scope: &Scope,
    id: CampaignId,
    (ids, keys): (Vec<LeadId>, Option<Vec<String>>),
) -> Result<Membership> {
    scope.require(Permission::FillCampaigns)?;
    let mut tx = Tx::begin(app, scope).await?;
    let items = claim(&tx, "campaignAddLeads", id, (ids, keys)).await?;
    let wanted = items.wanted();
    let joined =
        if wanted.is_empty() { unchanged(&tx, id).await? } else { add_leads_in(&mut tx, id, wanted).await? };
    let joined = joined.settled(&tx, items).await?;
    tx.commit().await?;
    Ok(joined)
}

/// The same inside a larger unit of work.
pub async fn add_leads_in(tx: &mut Tx, id: CampaignId, ids: Vec<LeadId>) -> Result<Membership> {
    tx.scope().require(Permission::FillCampaigns)?;
    living(tx.scope().get::<campaign::Entity>(id, &*tx).await?)?;
    let leads = hold_leads(tx, &ids).await?;
    let campaign = hold(tx, id).await?;
    refuse_closed(&campaign)?;
    let known = joined(tx, id, leads.keys().copied()).await?;
    let outcomes = decide(&campaign, &ids, &leads, known);
    let new: Vec<&lead::Model> =
        outcomes.iter().filter(|(_, o)| *o == LeadOutcome::Added).map(|(id, _)| &leads[id]).collect();
    if !new.is_empty() {
        join(tx, &campaign, &new).await?;
    }
    let campaign = tx.scope().get::<campaign::Entity>(id, &*tx).await?;
    Ok(Membership { campaign, outcomes })
}

/// Refuses where no more leads may join.
pub(super) fn refuse_closed(campaign: &campaign::Model) -> Result<()> {
    if takes_leads(campaign.status) {
        return Ok(());
    }
    Err(Error::conflict_with_hint(
        format!("A campaign that is {} takes no more leads.", shout(campaign.status)),
        "Make another campaign with `campaignCreate`.",
    ))
}

fn decide(
    campaign: &campaign::Model,
    asked: &[LeadId],
    leads: &BTreeMap<LeadId, lead::Model>,
    mut known: BTreeSet<LeadId>,
) -> Vec<(LeadId, LeadOutcome)> {
    let outcome = |id: &LeadId| {
        let outcome = match leads.get(id) {
            None => LeadOutcome::NotFound,
            Some(lead) if lead.workspace_id != campaign.workspace_id => LeadOutcome::OtherWorkspace,
            Some(_) if known.insert(*id) => LeadOutcome::Added,
            Some(_) => LeadOutcome::AlreadyIn,
        };
        (*id, outcome)
    };
    asked.iter().map(outcome).collect()
}

pub(super) async fn join(tx: &mut Tx, campaign: &campaign::Model, leads: &[&lead::Model]) -> Result<()> {
    let ids: Vec<LeadId> = leads.iter().map(|lead| lead.id).collect();
    let rows = ids.iter().map(|lead| campaign_lead::ActiveModel {
        id: Set(CampaignLeadId::new()),
        agency_id: Set(campaign.agency_id),
        campaign_id: Set(campaign.id),
        lead_id: Set(*lead),
        added_by: Set(tx.scope().actor().columns().1),
        created_at: Set(tx.now()),
    });
    campaign_lead::Entity::insert_many(rows).exec_without_returning(tx).await?;
    tx.update::<lead::Entity>()
        .col_expr(Column::CampaignId, Expr::val(campaign.id))
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .col_expr(Column::UpdatedAt, Expr::val(tx.now()))
        .filter(Column::Id.is_in(ids.iter().copied()))
        .exec(tx)
        .await?;
    let line = |id: &LeadId| Entry::new(*id, ActivityKind::CampaignAdded, "Joined a campaign");
    activities::record(tx, ids.iter().map(line).collect()).await?;
    counts::add(tx, &[campaign.id], leads.iter().map(|lead| Counts::of(lead)).sum()).await?;
    for lead in leads {
        numbers::joined(tx, &[campaign.id], lead, Why::Happened);
        tell_lead(tx, lead, Some(campaign.id)).await?;
    }
    tx.emit(&CampaignLeadsAdded { of: campaign.into(), leads: ids }).await
}

/// A lead is in another campaign than it was, or in none.
pub(super) async fn tell_lead(tx: &mut Tx, was: &lead::Model, campaign: Option<CampaignId>) -> Result<()> {
    let changes = vec![FieldChange::shown(
        "campaign",
        was.campaign_id.map(TypedId::shown),
        campaign.map(TypedId::shown),
    )];
    let lead = LeadRef { campaign, ..LeadRef::from(was) };
    if was.campaign_id == campaign {
        Ok(())
    } else {
        tx.emit(&LeadUpdated { lead, changes, by_hand: None }).await
    }
}
