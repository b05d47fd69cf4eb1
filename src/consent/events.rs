//! What is stated about suppressions: that there is one more, never of whom.

use crate::kernel::events::{About, Event, Subject};
use entity::{
    event_kind::{EventKind, SubjectKind},
    ids::{CampaignId, SuppressionId, WorkspaceId},
    suppression::{SuppressionKind, SuppressionScope, SuppressionSource},
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
}
