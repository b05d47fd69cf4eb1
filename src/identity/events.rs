//! Facts about agencies, members, workspaces and keys. Ids, roles and field names only.

use crate::kernel::events::{About, Event, FieldChange, Subject};
use entity::{
    event_kind::{EventKind, SubjectKind},
    ids::{AgencyId, ApiKeyId, CampaignId, MembershipId, TypedId, WorkspaceId},
    membership::Role,
};
use serde::{Deserialize, Serialize};

/// The agency's name or settings changed.
#[derive(Debug, Serialize, Deserialize)]
pub struct AgencyUpdated {
    pub agency: AgencyId,
    pub fields: Vec<String>,
    /// Told beside the fact, not in it.
    #[serde(skip)]
    pub changes: Vec<FieldChange>,
}

impl Event for AgencyUpdated {
    const KIND: EventKind = EventKind::AgencyUpdated;
    const IS_AUDITED: bool = true;

    fn subject(&self) -> Subject {
        Subject::new(SubjectKind::Agency, self.agency)
    }

    fn changes(&self) -> Vec<FieldChange> {
        self.changes.clone()
    }
}

/// Somebody became a member.
#[derive(Debug, Serialize, Deserialize)]
pub struct MemberAdded {
    pub member: MembershipId,
    pub role: Role,
}

impl Event for MemberAdded {
    const KIND: EventKind = EventKind::MemberAdded;
    const IS_AUDITED: bool = true;

    fn subject(&self) -> Subject {
        Subject::new(SubjectKind::Membership, self.member)
    }

    fn changes(&self) -> Vec<FieldChange> {
        vec![FieldChange::shown("role", None::<Role>, self.role)]
    }
}

/// A member's role changed.
#[derive(Debug, Serialize, Deserialize)]
pub struct MemberRoleChanged {
    pub member: MembershipId,
    pub from: Role,
    pub to: Role,
}

impl Event for MemberRoleChanged {
    const KIND: EventKind = EventKind::MemberRoleChanged;
    const IS_AUDITED: bool = true;

    fn subject(&self) -> Subject {
        Subject::new(SubjectKind::Membership, self.member)
    }

    fn changes(&self) -> Vec<FieldChange> {
        vec![FieldChange::shown("role", self.from, self.to)]
    }
}

/// A member was removed.
#[derive(Debug, Serialize, Deserialize)]
pub struct MemberRemoved {
    pub member: MembershipId,
}

impl Event for MemberRemoved {
    const KIND: EventKind = EventKind::MemberRemoved;
    const IS_AUDITED: bool = true;

    fn subject(&self) -> Subject {
        Subject::new(SubjectKind::Membership, self.member)
    }
}

/// A campaign was shown to a client. Other clients of the campaign are not told.
#[derive(Debug, Serialize, Deserialize)]
pub struct CampaignAccessGranted {
    pub member: MembershipId,
    pub campaign: CampaignId,
    pub workspace: WorkspaceId,
}

impl Event for CampaignAccessGranted {
    const KIND: EventKind = EventKind::CampaignAccessGranted;
    const IS_AUDITED: bool = true;

    fn subject(&self) -> Subject {
        Subject::new(SubjectKind::Membership, self.member)
    }

    fn about(&self) -> About {
        About::workspace(self.workspace).and(SubjectKind::Campaign, self.campaign)
    }

    fn changes(&self) -> Vec<FieldChange> {
        vec![FieldChange::shown("campaign", (), self.campaign.shown())]
    }
}

/// A client sees a campaign no more.
#[derive(Debug, Serialize, Deserialize)]
pub struct CampaignAccessRevoked {
    pub member: MembershipId,
    pub campaign: CampaignId,
    pub workspace: WorkspaceId,
}

impl Event for CampaignAccessRevoked {
    const KIND: EventKind = EventKind::CampaignAccessRevoked;
    const IS_AUDITED: bool = true;

    fn subject(&self) -> Subject {
        Subject::new(SubjectKind::Membership, self.member)
    }

    fn about(&self) -> About {
        About::workspace(self.workspace).and(SubjectKind::Campaign, self.campaign)
    }

    fn changes(&self) -> Vec<FieldChange> {
        vec![FieldChange::shown("campaign", self.campaign.shown(), ())]
    }
}

/// A workspace was made.
#[derive(Debug, Serialize, Deserialize)]
pub struct WorkspaceCreated {
    pub workspace: WorkspaceId,
}

impl Event for WorkspaceCreated {
    const KIND: EventKind = EventKind::WorkspaceCreated;

    fn subject(&self) -> Subject {
        Subject::new(SubjectKind::Workspace, self.workspace)
    }

    fn about(&self) -> About {
        About::workspace(self.workspace)
    }
}

/// A workspace changed.
#[derive(Debug, Serialize, Deserialize)]
pub struct WorkspaceUpdated {
    pub workspace: WorkspaceId,
    pub fields: Vec<String>,
    /// Told beside the fact, not in it.
    #[serde(skip)]
    pub changes: Vec<FieldChange>,
}

impl Event for WorkspaceUpdated {
    const KIND: EventKind = EventKind::WorkspaceUpdated;
    const IS_AUDITED: bool = true;

    fn subject(&self) -> Subject {
        Subject::new(SubjectKind::Workspace, self.workspace)
    }

    fn about(&self) -> About {
        About::workspace(self.workspace)
    }

    fn changes(&self) -> Vec<FieldChange> {
        self.changes.clone()
    }
}

/// A workspace was archived.
#[derive(Debug, Serialize, Deserialize)]
pub struct WorkspaceArchived {
    pub workspace: WorkspaceId,
}

impl Event for WorkspaceArchived {
    const KIND: EventKind = EventKind::WorkspaceArchived;
    const IS_AUDITED: bool = true;

    fn subject(&self) -> Subject {
        Subject::new(SubjectKind::Workspace, self.workspace)
    }

    fn about(&self) -> About {
        About::workspace(self.workspace)
    }
}

/// An API key was made.
#[derive(Debug, Serialize, Deserialize)]
pub struct ApiKeyCreated {
    pub key: ApiKeyId,
    pub role: Role,
    /// What it may, how long and from where: for the audit log; not part of the payload.
    #[serde(skip)]
    pub bounds: Vec<FieldChange>,
}

impl Event for ApiKeyCreated {
    const KIND: EventKind = EventKind::ApiKeyCreated;
    const IS_AUDITED: bool = true;

    fn subject(&self) -> Subject {
        Subject::new(SubjectKind::ApiKey, self.key)
    }

    fn changes(&self) -> Vec<FieldChange> {
        vec![FieldChange::shown("role", None::<Role>, self.role)]
    }

    fn record(&self) -> Vec<FieldChange> {
        self.changes().into_iter().chain(self.bounds.iter().cloned()).collect()
    }
}

/// An API key was revoked.
#[derive(Debug, Serialize, Deserialize)]
pub struct ApiKeyRevoked {
    pub key: ApiKeyId,
}

impl Event for ApiKeyRevoked {
    const KIND: EventKind = EventKind::ApiKeyRevoked;
    const IS_AUDITED: bool = true;

    fn subject(&self) -> Subject {
        Subject::new(SubjectKind::ApiKey, self.key)
    }
}

/// Somebody, perhaps the member, asked for a new password.
#[derive(Debug, Serialize, Deserialize)]
pub struct PasswordResetRequested {
    pub member: MembershipId,
    /// A link is owed because of it; somebody in several agencies gets one, not several.
    pub owes_link: bool,
}

impl Event for PasswordResetRequested {
    const KIND: EventKind = EventKind::PasswordResetRequested;
    const IS_AUDITED: bool = true;

    fn subject(&self) -> Subject {
        Subject::new(SubjectKind::Membership, self.member)
    }
}

/// A member who had forgotten their password set a new one by a link. The audit log has it with the deed itself.
#[derive(Debug, Serialize, Deserialize)]
pub struct PasswordChanged {
    pub member: MembershipId,
}

impl Event for PasswordChanged {
    const KIND: EventKind = EventKind::PasswordChanged;

    fn subject(&self) -> Subject {
        Subject::new(SubjectKind::Membership, self.member)
    }

    fn is_deed(&self) -> bool {
        false
    }
}
