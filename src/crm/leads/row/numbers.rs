//! What leads count for in the numbers of their agency, workspace and campaigns: told in the transaction that changes them.
//!
//! A *stock* says how many there are and follows every change of a row; a *flow* says that something happened, so that what
//! comes back from the bin, or moves between two leads that are one person, does not happen a second time.

pub use super::standing::{Standing, standing};

use crate::kernel::{
    tally::{Count, Place},
    tx::Tx,
};
use entity::{
    ids::{CampaignId, MembershipId},
    lead::{LeadStatus, Model, Qualification},
    metric::Metric,
};
use sea_orm::ActiveEnum;

/// Why a lead counts for something else than before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Something happened to it.
    Happened,
    /// Rows were put in order: a merge, or its undoing.
    Ordered,
}

/// What of a lead is counted; nothing when it is deleted or became part of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted {
    pub status: LeadStatus,
    pub qualification: Qualification,
    pub is_contacted: bool,
    pub has_responded: bool,
    pub assigned_to: Option<MembershipId>,
}

impl Counted {
    #[must_use]
    pub fn of(lead: &Model) -> Option<Self> {
        (lead.deleted_at.is_none() && lead.merged_into.is_none()).then_some(Self {
            status: lead.status,
            qualification: lead.qualification,
            is_contacted: lead.last_contacted_at.is_some(),
            has_responded: lead.last_replied_at.is_some(),
            assigned_to: lead.assigned_to,
        })
    }

    fn traits(self) -> Vec<(Metric, String)> {
        let mut all = vec![
            (Metric::Leads, String::new()),
            (Metric::LeadStatus, self.status.to_value()),
            (Metric::LeadQualification, self.qualification.to_value()),
        ];
        all.extend(self.is_contacted.then(|| (Metric::LeadsContacted, String::new())));
        all.extend(self.has_responded.then(|| (Metric::LeadsResponded, String::new())));
        all.extend(self.assigned_to.map(|member| (Metric::LeadsAssigned, member.to_string())));
        all
    }

    /// `leads` of this sort.
    #[must_use]
    pub fn stock(self, leads: i64) -> Vec<Count> {
        self.traits().into_iter().map(|(metric, key)| Count { metric, key, stock: leads, flow: 0 }).collect()
    }
}

/// A lead that was not there before.
pub fn made(tx: &mut Tx, lead: &Model) {
    let counts = Counted::of(lead).map(|is| is.stock(1)).unwrap_or_default();
    let counts = counts.into_iter().map(|count| Count { flow: 1, ..count });
    tx.count(Place::workspace(lead.workspace_id), counts);
}

/// A lead is not there any more, as if it had been deleted. Campaigns it was in are told by [`left`].
pub fn gone(tx: &mut Tx, lead: &Model) {
    let counts = Counted::of(lead).map(|was| was.stock(-1)).unwrap_or_default();
    tell(tx, lead, &counts);
}

/// What moves when a lead that was like this is like that. Told for its workspace by [`tell`], for campaigns by [`tell_in`].
#[must_use]
pub fn between(was: &Model, is: &Model, why: Why) -> Vec<Count> {
    let (was, is) = (Counted::of(was), Counted::of(is));
    // One that is deleted or comes back is what it was before.
    let flow = i64::from(why == Why::Happened && was.is_some() && is.is_some());
    let [had, has] = [was, is].map(|one| one.map(Counted::traits).unwrap_or_default());
    let lost = had.iter().filter(|one| !has.contains(one)).map(|one| (one, -1, 0));
    let gained = has.iter().filter(|one| !had.contains(one)).map(|one| (one, 1, flow));
    let count = |((metric, key), stock, flow): (&(Metric, String), i64, i64)| Count {
        metric: *metric,
        key: key.clone(),
        stock,
        flow,
    };
    lost.chain(gained).map(count).collect()
}

/// The agency's and the workspace's numbers move.
pub fn tell(tx: &mut Tx, lead: &Model, moved: &[Count]) {
    tx.count(Place::workspace(lead.workspace_id), moved.iter().cloned());
}

/// The same numbers of these campaigns move. Who looks after leads is the agency's own business.
pub fn tell_in(tx: &mut Tx, campaigns: &[CampaignId], moved: &[Count]) {
    for campaign in campaigns {
        tx.count(Place::campaign(*campaign), of_campaigns(moved).cloned());
    }
}

/// What campaigns count, too.
pub fn of_campaigns(moved: &[Count]) -> impl Iterator<Item = &Count> {
    moved.iter().filter(|count| count.metric != Metric::LeadsAssigned)
}

/// Leads are in these campaigns that were not: whatever they are they are there, but only joining is what happened.
pub fn joined(tx: &mut Tx, campaigns: &[CampaignId], lead: &Model, why: Why) {
    let mut counts = Counted::of(lead).map(|is| is.stock(1)).unwrap_or_default();
    for count in counts.iter_mut().filter(|count| count.metric == Metric::Leads) {
        count.flow = i64::from(why == Why::Happened);
    }
    tell_in(tx, campaigns, &counts);
}

/// Leads are in these campaigns no more.
pub fn left(tx: &mut Tx, campaigns: &[CampaignId], lead: &Model) {
    let counts = Counted::of(lead).map(|is| is.stock(-1)).unwrap_or_default();
    tell_in(tx, campaigns, &counts);
}
