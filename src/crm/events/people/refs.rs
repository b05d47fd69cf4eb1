//! Where the things facts are about are, as of the fact: what live streams and other domains choose by.

use crate::kernel::events::{About, Subject};
use entity::{
    company,
    event_kind::SubjectKind,
    ids::{CampaignId, CompanyId, LeadId, LeadListId, WorkspaceId},
    lead::{self, LeadStatus},
    lead_list,
};
use serde::{Deserialize, Serialize};

/// Where a lead is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeadRef {
    pub lead: LeadId,
    pub workspace: WorkspaceId,
    /// The campaign it joined last.
    pub campaign: Option<CampaignId>,
    pub company: Option<CompanyId>,
    pub status: LeadStatus,
}

/// Where a company is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompanyRef {
    pub company: CompanyId,
    pub workspace: WorkspaceId,
}

/// Where a list is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeadListRef {
    pub list: LeadListId,
    pub workspace: WorkspaceId,
}

impl LeadRef {
    pub(super) fn subject(&self) -> Subject {
        Subject::new(SubjectKind::Lead, self.lead)
    }

    pub(super) fn about(&self) -> About {
        let about = About { campaign: self.campaign, ..About::workspace(self.workspace) };
        about.and_maybe(SubjectKind::Campaign, self.campaign).and_maybe(SubjectKind::Company, self.company)
    }
}

impl CompanyRef {
    pub(super) fn subject(&self) -> Subject {
        Subject::new(SubjectKind::Company, self.company)
    }

    pub(super) fn about(&self) -> About {
        About::workspace(self.workspace)
    }
}

impl LeadListRef {
    pub(super) fn subject(&self) -> Subject {
        Subject::new(SubjectKind::LeadList, self.list)
    }

    pub(super) fn about(&self) -> About {
        About::workspace(self.workspace)
    }
}

impl From<&lead::Model> for LeadRef {
    fn from(row: &lead::Model) -> Self {
        Self {
            lead: row.id,
            workspace: row.workspace_id,
            campaign: row.campaign_id,
            company: row.company_id,
            status: row.status,
        }
    }
}

impl From<&company::Model> for CompanyRef {
    fn from(row: &company::Model) -> Self {
        Self { company: row.id, workspace: row.workspace_id }
    }
}

impl From<&lead_list::Model> for LeadListRef {
    fn from(row: &lead_list::Model) -> Self {
        Self { list: row.id, workspace: row.workspace_id }
    }
}
