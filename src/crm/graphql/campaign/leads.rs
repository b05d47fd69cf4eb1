//! What came of putting leads into a campaign or taking them out.

use super::Campaign;
use crate::{
    crm::{
        campaigns::{LeadOutcome, Membership},
        graphql::Lead,
    },
    graphql::{Id, Result},
};
use async_graphql::{ComplexObject, Context, Enum, SimpleObject};
use entity::ids::LeadId;

/// What came of one lead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "LeadOutcome")]
pub enum CampaignLeadOutcome {
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
    /// Its key was used for another lead, or for the same elsewhere; nothing was done.
    #[graphql(name = "IDEMPOTENCY_MISMATCH")]
    Mismatch,
}

/// One lead and what came of it.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct CampaignLeadResult {
    /// Which lead.
    lead_id: Id<LeadId>,
    /// What came of it.
    outcome: CampaignLeadOutcome,
}

#[ComplexObject]
impl CampaignLeadResult {
    /// The lead; null when there is none.
    async fn lead(&self, ctx: &Context<'_>) -> Result<Option<Lead>> {
        Lead::find(ctx, self.lead_id.0).await
    }
}

/// What came of putting leads into a campaign.
#[derive(SimpleObject)]
pub struct CampaignAddLeadsResult {
    /// The campaign, with its new numbers.
    campaign: Campaign,
    /// How many joined.
    added_count: usize,
    /// How many did not.
    skipped_count: usize,
    /// What came of each, in the order asked.
    outcomes: Vec<CampaignLeadResult>,
}

/// What came of taking leads out of a campaign.
#[derive(SimpleObject)]
pub struct CampaignRemoveLeadsResult {
    /// The campaign, with its new numbers.
    campaign: Campaign,
    /// How many left.
    removed_count: usize,
    /// How many did not.
    skipped_count: usize,
    /// What came of each, in the order asked.
    outcomes: Vec<CampaignLeadResult>,
}

impl From<Membership> for CampaignAddLeadsResult {
    fn from(done: Membership) -> Self {
        let added_count = count(&done, LeadOutcome::Added);
        let skipped_count = done.outcomes.len() - added_count;
        Self { campaign: done.campaign.into(), added_count, skipped_count, outcomes: each(done.outcomes) }
    }
}

impl From<Membership> for CampaignRemoveLeadsResult {
    fn from(done: Membership) -> Self {
        let removed_count = count(&done, LeadOutcome::Removed);
        let skipped_count = done.outcomes.len() - removed_count;
        Self { campaign: done.campaign.into(), removed_count, skipped_count, outcomes: each(done.outcomes) }
    }
}

fn count(done: &Membership, what: LeadOutcome) -> usize {
    done.outcomes.iter().filter(|(_, outcome)| *outcome == what).count()
}

fn each(outcomes: Vec<(LeadId, LeadOutcome)>) -> Vec<CampaignLeadResult> {
    let one = |(lead, outcome): (LeadId, LeadOutcome)| CampaignLeadResult {
        lead_id: lead.into(),
        outcome: outcome.into(),
    };
    outcomes.into_iter().map(one).collect()
}
