//! What happens to campaigns.

use crate::kernel::events::{About, Event, FieldChange, Subject};
use entity::{
    campaign::{self, CampaignStatus},
    event_kind::{EventKind, SubjectKind},
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

impl Event for CampaignCreated {
    const KIND: EventKind = EventKind::CampaignCreated;

    fn subject(&self) -> Subject {
        self.of.subject()
    }

    fn about(&self) -> About {
        self.of.about()
    }
}

/// Fields of a campaign changed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CampaignUpdated {
    #[serde(flatten)]
    pub of: CampaignRef,
    /// Told beside the fact, not in it.
    #[serde(skip)]
    pub changes: Vec<FieldChange>,
}

impl Event for CampaignUpdated {
    const KIND: EventKind = EventKind::CampaignUpdated;

    fn subject(&self) -> Subject {
        self.of.subject()
    }

    fn about(&self) -> About {
        self.of.about()
    }

    fn changes(&self) -> Vec<FieldChange> {
        self.changes.clone()
    }
}

/// A campaign was deleted; its leads stay.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CampaignDeleted {
    #[serde(flatten)]
    pub of: CampaignRef,
}

impl Event for CampaignDeleted {
    const KIND: EventKind = EventKind::CampaignDeleted;

    fn subject(&self) -> Subject {
        self.of.subject()
    }

    fn about(&self) -> About {
        self.of.about()
    }
}

/// A campaign took a step.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CampaignStatusChanged {
    #[serde(flatten)]
    pub of: CampaignRef,
    pub from: CampaignStatus,
    pub to: CampaignStatus,
}

impl Event for CampaignStatusChanged {
    const KIND: EventKind = EventKind::CampaignStatusChanged;

    fn subject(&self) -> Subject {
        self.of.subject()
    }

    fn about(&self) -> About {
        self.of.about()
    }

    fn changes(&self) -> Vec<FieldChange> {
        vec![FieldChange::shown("status", self.from, self.to)]
    }
}

/// Leads joined a campaign.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CampaignLeadsAdded {
    #[serde(flatten)]
    pub of: CampaignRef,
    pub leads: Vec<LeadId>,
}

impl Event for CampaignLeadsAdded {
    const KIND: EventKind = EventKind::CampaignLeadsAdded;

    fn subject(&self) -> Subject {
        self.of.subject()
    }

    fn about(&self) -> About {
        self.of.about()
    }

    fn changes(&self) -> Vec<FieldChange> {
        vec![FieldChange::hidden("metrics")]
    }
}

/// Leads left a campaign.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CampaignLeadsRemoved {
    #[serde(flatten)]
    pub of: CampaignRef,
    pub leads: Vec<LeadId>,
}

impl Event for CampaignLeadsRemoved {
    const KIND: EventKind = EventKind::CampaignLeadsRemoved;

    fn subject(&self) -> Subject {
        self.of.subject()
    }

    fn about(&self) -> About {
        self.of.about()
    }

    fn changes(&self) -> Vec<FieldChange> {
        vec![FieldChange::hidden("metrics")]
    }
}

/// A lead of the campaign changed, and the campaign's numbers with it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CampaignMetricsChanged {
    #[serde(flatten)]
    pub of: CampaignRef,
    pub lead: LeadId,
}

impl Event for CampaignMetricsChanged {
    const KIND: EventKind = EventKind::CampaignMetricsChanged;

    fn subject(&self) -> Subject {
        self.of.subject()
    }

    fn about(&self) -> About {
        self.of.about()
    }

    fn changes(&self) -> Vec<FieldChange> {
        vec![FieldChange::hidden("metrics")]
    }
}
