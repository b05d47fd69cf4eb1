//! The numbers of campaigns, kept exact: whoever changes a lead says how it was and how it is.
//!
//! Both readings are made while the lead's row is held, so that joining a campaign and being qualified cannot miss each other.

use crate::{
    crm::{
        events::campaigns::{CampaignMetricsChanged, CampaignRef},
        leads::numbers::{self, Why},
    },
    kernel::{error::Result, tx::Tx},
};
use entity::{
    campaign::{self, Column},
    campaign_lead,
    contact::EmailStatus,
    ids::{CampaignId, LeadId},
    lead::{self, LeadStatus, Qualification},
};
use sea_orm::{
    ColumnTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::{Expr, ExprTrait, LockType},
};
use std::ops::{Add, Neg, Sub};

/// What leads add to their campaigns' numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub leads: i32,
    /// Found to fit.
    pub qualified: i32,
    /// Written to.
    pub contacted: i32,
    /// Who answered.
    pub replied: i32,
    /// With a dead address.
    pub bounced: i32,
    /// Who asked to be left alone.
    pub unsubscribed: i32,
}

impl Counts {
    /// What one lead adds; nothing when it is deleted or became part of another.
    #[must_use]
    pub fn of(lead: &lead::Model) -> Self {
        if lead.deleted_at.is_some() || lead.merged_into.is_some() {
            return Self::default();
        }
        Self {
            leads: 1,
            qualified: i32::from(lead.qualification == Qualification::Qualified),
            contacted: i32::from(lead.last_contacted_at.is_some()),
            replied: i32::from(lead.last_replied_at.is_some()),
            bounced: i32::from(lead.email_status == EmailStatus::Invalid),
            unsubscribed: i32::from(lead.status == LeadStatus::Unsubscribed),
        }
    }

    /// The campaign with these numbers.
    #[must_use]
    pub fn written(self, row: campaign::Model) -> campaign::Model {
        campaign::Model {
            lead_count: self.leads,
            qualified_count: self.qualified,
            contacted_count: self.contacted,
            replied_count: self.replied,
            bounced_count: self.bounced,
            unsubscribed_count: self.unsubscribed,
            ..row
        }
    }

    fn columns(self) -> [(Column, i32); 6] {
        [
            (Column::LeadCount, self.leads),
            (Column::QualifiedCount, self.qualified),
            (Column::ContactedCount, self.contacted),
            (Column::RepliedCount, self.replied),
            (Column::BouncedCount, self.bounced),
            (Column::UnsubscribedCount, self.unsubscribed),
        ]
    }
}

impl Add for Counts {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            leads: self.leads + other.leads,
            qualified: self.qualified + other.qualified,
            contacted: self.contacted + other.contacted,
            replied: self.replied + other.replied,
            bounced: self.bounced + other.bounced,
            unsubscribed: self.unsubscribed + other.unsubscribed,
        }
    }
}

impl Neg for Counts {
    type Output = Self;

    fn neg(self) -> Self {
        Self::default() - self
    }
}

impl Sub for Counts {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self {
            leads: self.leads - other.leads,
            qualified: self.qualified - other.qualified,
            contacted: self.contacted - other.contacted,
            replied: self.replied - other.replied,
            bounced: self.bounced - other.bounced,
            unsubscribed: self.unsubscribed - other.unsubscribed,
        }
    }
}

impl std::iter::Sum for Counts {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), Self::add)
    }
}

/// A lead changed while its row was held: the numbers of every campaign it is in follow, and say so.
pub async fn lead_changed(tx: &mut Tx, was: &lead::Model, is: &lead::Model) -> Result<()> {
    lead_moved(tx, was, is, Why::Happened).await
}

/// The same, whether something happened to the lead or rows were put in order.
pub async fn lead_moved(tx: &mut Tx, was: &lead::Model, is: &lead::Model, why: Why) -> Result<()> {
    let moved = numbers::between(was, is, why);
    numbers::tell(tx, is, &moved);
    let more = Counts::of(is) - Counts::of(was);
    if more == Counts::default() {
        if numbers::of_campaigns(&moved).next().is_some() {
            let campaigns = tx.scope().find::<campaign_lead::Entity>();
            let campaigns = campaigns.filter(campaign_lead::Column::LeadId.eq(is.id));
            let ids = campaigns.select_only().column(campaign_lead::Column::CampaignId).into_tuple();
            numbers::tell_in(tx, &ids.all(&*tx).await?, &moved);
        }
        return Ok(());
    }
    let joined = tx.scope().find::<campaign_lead::Entity>();
    let joined = joined.filter(campaign_lead::Column::LeadId.eq(is.id));
    let joined = joined.select_only().column(campaign_lead::Column::CampaignId).into_query();
    let rows = tx.scope().find::<campaign::Entity>().filter(Column::Id.in_subquery(joined));
    let rows = rows.order_by_asc(Column::Id).lock(LockType::NoKeyUpdate).all(tx).await?;
    let ids: Vec<CampaignId> = rows.iter().map(|row| row.id).collect();
    add(tx, &ids, more).await?;
    numbers::tell_in(tx, &ids, &moved);
    for row in &rows {
        tx.emit(&CampaignMetricsChanged { of: CampaignRef::from(row), lead: is.id }).await?;
    }
    Ok(())
}

/// Holds every campaign these leads are in, in the order of their ids.
pub async fn hold_of(tx: &Tx, leads: &[LeadId]) -> Result<()> {
    let joined = tx.scope().find::<campaign_lead::Entity>();
    let joined = joined.filter(campaign_lead::Column::LeadId.is_in(leads.iter().copied()));
    let joined = joined.select_only().column(campaign_lead::Column::CampaignId).into_query();
    let rows = tx.scope().find::<campaign::Entity>().filter(Column::Id.in_subquery(joined));
    rows.order_by_asc(Column::Id).lock(LockType::NoKeyUpdate).all(tx).await?;
    Ok(())
}

/// Adds to the numbers of these campaigns.
pub(in crate::crm) async fn add(tx: &Tx, campaigns: &[CampaignId], more: Counts) -> Result<()> {
    if campaigns.is_empty() || more == Counts::default() {
        return Ok(());
    }
    let mut update = tx.update::<campaign::Entity>();
    for (column, more) in more.columns().into_iter().filter(|(_, more)| *more != 0) {
        update = update.col_expr(column, Expr::col(column).add(more));
    }
    update.filter(Column::Id.is_in(campaigns.iter().copied())).exec(tx).await?;
    Ok(())
}
