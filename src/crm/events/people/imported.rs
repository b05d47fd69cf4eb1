//! What happened to many leads at once: one fact names all of them, where one for each would take longer than the deed.

use crate::kernel::events::{About, Subject, fact};
use entity::{
    event_kind::SubjectKind,
    ids::{CampaignId, ImportId, LeadId, LeadListId, WorkspaceId},
};
use serde::{Deserialize, Serialize};

/// Which import it was, and where its leads went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportedRef {
    pub import: ImportId,
    pub workspace: WorkspaceId,
    /// The campaign they joined.
    pub campaign: Option<CampaignId>,
    /// The list they joined.
    pub list: Option<LeadListId>,
}

impl ImportedRef {
    fn subject(&self) -> Subject {
        Subject::new(SubjectKind::Import, self.import)
    }

    fn about(&self) -> About {
        let about = About { campaign: self.campaign, ..About::workspace(self.workspace) };
        about.and_maybe(SubjectKind::LeadList, self.list).and_maybe(SubjectKind::Campaign, self.campaign)
    }
}

/// Rows of a file became leads: up to 500 at once.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LeadsImported {
    #[serde(flatten)]
    pub of: ImportedRef,
    /// New leads.
    pub created: Vec<LeadId>,
    /// Leads that are known better, or joined the list or the campaign.
    pub updated: Vec<LeadId>,
}
fact!(follows of: LeadsImported);

/// An import was undone: up to 500 leads at once.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LeadsImportReverted {
    #[serde(flatten)]
    pub of: ImportedRef,
    /// Leads that are gone.
    pub removed: Vec<LeadId>,
    /// Leads that are as they were, or left the list or the campaign.
    pub updated: Vec<LeadId>,
}
fact!(follows of: LeadsImportReverted);
