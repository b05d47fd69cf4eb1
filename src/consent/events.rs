//! What is stated about suppressions: that there is one more, never of whom.

use crate::kernel::events::{About, Event, FieldChange, Subject};
use entity::{
    event_kind::{EventKind, SubjectKind},
    ids::{CampaignId, SuppressionId, WorkspaceId},
    suppression::{Model, SuppressionKind, SuppressionScope, SuppressionSource},
};
use serde::{Deserialize, Serialize};

/// Somebody must not be contacted any more.
#[derive(Debug, Serialize, Deserialize)]
pub struct SuppressionAdded {
    pub suppression: SuppressionId,
    pub scope: SuppressionScope,
    pub kind: SuppressionKind,
    pub source: SuppressionSource,
    pub workspace: Option<WorkspaceId>,
    pub campaign: Option<CampaignId>,
}

impl Event for SuppressionAdded {
    const KIND: EventKind = EventKind::SuppressionAdded;

    fn subject(&self) -> Subject {
        Subject::new(SubjectKind::Suppression, self.suppression)
    }

    fn about(&self) -> About {
        About { workspace: self.workspace, campaign: self.campaign, also: vec![] }
    }

    /// What a person decided; the rest follows from something else that is on record.
    fn is_audited(&self) -> bool {
        self.source == SuppressionSource::Manual
    }

    fn is_deed(&self) -> bool {
        self.is_audited()
    }
}

/// Somebody may be contacted again: the entry that forbade it is gone.
#[derive(Debug, Serialize, Deserialize)]
pub struct SuppressionRemoved {
    pub suppression: SuppressionId,
    pub scope: SuppressionScope,
    pub kind: SuppressionKind,
    pub source: SuppressionSource,
    pub workspace: Option<WorkspaceId>,
    pub campaign: Option<CampaignId>,
}

impl From<&Model> for SuppressionRemoved {
    fn from(row: &Model) -> Self {
        Self {
            suppression: row.id,
            scope: row.scope,
            kind: row.kind,
            source: row.source,
            workspace: row.workspace_id,
            campaign: row.campaign_id,
        }
    }
}

impl Event for SuppressionRemoved {
    const KIND: EventKind = EventKind::SuppressionRemoved;
    const IS_AUDITED: bool = true;

    fn subject(&self) -> Subject {
        Subject::new(SubjectKind::Suppression, self.suppression)
    }

    fn about(&self) -> About {
        About { workspace: self.workspace, campaign: self.campaign, also: vec![] }
    }

    fn changes(&self) -> Vec<FieldChange> {
        vec![
            FieldChange::shown("scope", self.scope, ()),
            FieldChange::shown("kind", self.kind, ()),
            FieldChange::shown("source", self.source, ()),
        ]
    }
}
