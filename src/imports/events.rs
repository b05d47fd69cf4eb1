//! What happens to imports. What happens to their leads is `crm`'s to say.

use crate::{
    crm::events::people::ImportedRef,
    kernel::events::{About, Event, FieldChange, Subject, fact},
};
use entity::{
    event_kind::{EventKind, SubjectKind},
    ids::{ActorId, CampaignId, ImportId, JobId, LeadListId, WorkspaceId},
    import::{ImportStatus, Model},
};
use serde::{Deserialize, Serialize};

/// Which import a fact is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportRef {
    pub import: ImportId,
    pub workspace: WorkspaceId,
    pub campaign: Option<CampaignId>,
    pub list: Option<LeadListId>,
    pub job: Option<JobId>,
    pub status: ImportStatus,
}

impl From<&Model> for ImportRef {
    fn from(row: &Model) -> Self {
        Self {
            import: row.id,
            workspace: row.workspace_id,
            campaign: row.campaign_id,
            list: row.lead_list_id,
            job: row.job_id,
            status: row.status,
        }
    }
}

impl ImportRef {
    fn subject(&self) -> Subject {
        Subject::new(SubjectKind::Import, self.import)
    }

    /// Clients are told of leads in their campaigns, and of no import.
    fn about(&self) -> About {
        About::workspace(self.workspace).and_maybe(SubjectKind::Job, self.job)
    }

    /// For facts about its leads.
    #[must_use]
    pub fn of_leads(&self) -> ImportedRef {
        ImportedRef {
            import: self.import,
            workspace: self.workspace,
            campaign: self.campaign,
            list: self.list,
        }
    }
}

/// A file is to be imported.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ImportCreated {
    #[serde(flatten)]
    pub of: ImportRef,
}
fact!(of: ImportCreated);

/// An import's mapping or plan changed, or it took a step. Kept in the audit log.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ImportUpdated {
    #[serde(flatten)]
    pub of: ImportRef,
    /// What it was; what it is now stands in `status`.
    pub from: ImportStatus,
    /// Who made the import.
    pub made_by: Option<ActorId>,
}

impl Event for ImportUpdated {
    const KIND: EventKind = EventKind::ImportUpdated;
    const IS_AUDITED: bool = true;

    fn subject(&self) -> Subject {
        self.of.subject()
    }

    fn about(&self) -> About {
        self.of.about()
    }

    fn changes(&self) -> Vec<FieldChange> {
        vec![FieldChange::shown("status", self.from, self.of.status)]
    }
}

/// The plan of an import got further.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ImportProgressed {
    #[serde(flatten)]
    pub of: ImportRef,
    /// Rows so far.
    pub rows: i64,
}
fact!(follows of: ImportProgressed => |fact| vec![FieldChange::shown("rows", None::<i64>, fact.rows)]);
