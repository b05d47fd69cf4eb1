//! What happens to campaigns.

use crate::kernel::events::{About, FieldChange, Subject, fact};
use entity::{
    campaign::{self, CampaignStatus},
    event_kind::SubjectKind,
    ids::{CampaignId, LeadId, WorkspaceId},
};
use serde::{Deserialize, Serialize};

/// Which campaign a fact is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CampaignRef {
    pub campaign: CampaignId,
    pub workspace: WorkspaceId,
}

impl CampaignRef {
    fn subject(self) -> Subject {
        Subject::new(SubjectKind::Campaign, self.campaign)
    }

    fn about(self) -> About {
        About { campaign: Some(self.campaign), ..About::workspace(self.workspace) }
    }
}

impl From<&campaign::Model> for CampaignRef {
    fn from(row: &campaign::Model) -> Self {
        Self { campaign: row.id, workspace: row.workspace_id }
    }
}

/// A campaign was made.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CampaignCreated {
    #[serde(flatten)]
    pub of: CampaignRef,
}
fact!(of: CampaignCreated);

/// Fields of a campaign changed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CampaignUpdated {
    #[serde(flatten)]
    pub of: CampaignRef,
    /// Told beside the fact, not in it.
    #[serde(skip)]
    pub changes: Vec<FieldChange>,
}
fact!(audited of: CampaignUpdated => |fact| fact.changes.clone());

/// A campaign was deleted; its leads stay.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CampaignDeleted {
    #[serde(flatten)]
    pub of: CampaignRef,
}
fact!(audited of: CampaignDeleted);

/// A campaign took a step.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CampaignStatusChanged {
    #[serde(flatten)]
    pub of: CampaignRef,
    pub from: CampaignStatus,
    pub to: CampaignStatus,
}
fact!(audited of: CampaignStatusChanged => |fact| vec![FieldChange::shown("status", fact.from, fact.to)]);

/// Leads joined a campaign.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CampaignLeadsAdded {
    #[serde(flatten)]
    pub of: CampaignRef,
    pub leads: Vec<LeadId>,
}
fact!(of: CampaignLeadsAdded => |_| vec![FieldChange::hidden("metrics")], kept |fact| vec![FieldChange::shown("leads", (), fact.leads.len())]);

/// Leads left a campaign.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CampaignLeadsRemoved {
    #[serde(flatten)]
    pub of: CampaignRef,
    pub leads: Vec<LeadId>,
}
fact!(of: CampaignLeadsRemoved => |_| vec![FieldChange::hidden("metrics")], kept |fact| vec![FieldChange::shown("leads", fact.leads.len(), ())]);

/// A lead of the campaign changed, and the campaign's numbers with it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CampaignMetricsChanged {
    #[serde(flatten)]
    pub of: CampaignRef,
    pub lead: LeadId,
}
fact!(follows of: CampaignMetricsChanged => |_| vec![FieldChange::hidden("metrics")]);
