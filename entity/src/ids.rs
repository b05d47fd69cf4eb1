//! One typed, time-ordered id (UUIDv7) per table. Text with a prefix, for people, is made at the doors.

use sea_orm::DeriveValueType;
use std::{fmt::Debug, hash::Hash};
use uuid::Uuid;

/// What every typed id can do. Implemented by the `id!` macro only.
pub trait TypedId:
    Copy + Debug + Eq + Ord + Hash + Send + Sync + 'static + Into<Uuid> + From<Uuid> + Into<sea_orm::Value>
{
    /// Stands before the UUID where the id is shown: `lead_`. Every id has its own.
    const PREFIX: &'static str;

    /// A new id, later than all made before by this process.
    fn new() -> Self {
        Self::from(fresh())
    }

    /// As clients hold it: `lead_0192…`.
    fn shown(self) -> String {
        let id: Uuid = self.into();
        format!("{}{id}", Self::PREFIX)
    }
}

#[expect(clippy::disallowed_methods, reason = "the one place that makes ids")]
fn fresh() -> Uuid {
    Uuid::now_v7()
}

/// `Name "prefix_"` becomes `pub struct Name(pub Uuid)`: a column's type with `Name::new()`, `Display` and
/// `FromStr` (the bare UUID), serde (the bare UUID) and [`TypedId`].
macro_rules! id {
    ($($name:ident $prefix:literal),* $(,)?) => {$(
        #[doc = concat!("Printed as `", $prefix, "<uuid>`.")]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize, DeriveValueType)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);
        impl $name {
            /// A new id, later than all made before by this process.
            #[expect(clippy::new_without_default, reason = "every new id differs: no default")]
            #[must_use]
            pub fn new() -> Self { Self(fresh()) }
        }
        impl TypedId for $name { const PREFIX: &'static str = $prefix; }
        impl From<$name> for Uuid { fn from(id: $name) -> Self { id.0 } }
        impl From<Uuid> for $name { fn from(id: Uuid) -> Self { Self(id) } }
        impl std::fmt::Display for $name { fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { std::fmt::Display::fmt(&self.0, f) } }
        impl std::str::FromStr for $name { type Err = uuid::Error; fn from_str(text: &str) -> Result<Self, uuid::Error> { text.parse().map(Self) } }
        impl sea_orm::TryFromU64 for $name { fn try_from_u64(_: u64) -> Result<Self, sea_orm::DbErr> { Err(sea_orm::DbErr::ConvertFromU64(stringify!($name))) } }
    )*
        #[cfg(test)]
        const PREFIXES: &[&str] = &[$($prefix),*];
    };
}

id! {
    ActorId "actor_",
    AgencyId "agency_",
    UserId "user_",
    MembershipId "member_",
    WorkspaceId "workspace_",
    SessionId "session_",
    ApiKeyId "key_",
    InvitationId "invite_",
    CampaignAccessId "access_",
    SetupLinkId "setup_",
    PasswordResetId "reset_",
    SubjectKeyId "subject_",
    BackgroundTaskId "btask_",
    AuditEntryId "audit_",
    IdempotencyKeyId "idem_",
    UserIdempotencyKeyId "uidem_",
    ProviderCallId "call_",
    LookupId "lookup_",
    CreditEntryId "credit_",
    BudgetId "budget_",
    WorkerNodeId "node_",
    FileId "file_",
    JobId "job_",
    JobLogId "log_",
    ScheduleId "sched_",
    ScheduleRunId "srun_",
    DataSourceId "source_",
    CompanyId "comp_",
    LeadId "lead_",
    LeadListId "list_",
    LeadListMemberId "lmember_",
    LeadMergeId "merge_",
    CampaignId "camp_",
    CampaignLeadId "clead_",
    ActivityId "act_",
    PipelineId "pipe_",
    PipelineStageId "stage_",
    PipelineCardId "card_",
    StageChangeId "move_",
    TaskId "task_",
    SuppressionId "supp_",
    ImportId "import_",
    ImportRowId "irow_",
    ImportKeysId "ikeys_",
    ImportMappingId "mapping_",
    LeadRequestId "request_",
    ProspectId "prospect_",
    EnrichmentId "enrich_",
    WebhookEndpointId "hook_",
    WebhookDeliveryId "delivery_",
    NotificationId "notice_",
    NotificationPreferenceId "wish_",
    MetricStockId "stock_",
    MetricFlowId "flow_",
}

/// Whoever acts is a member or an API key; as an actor only the id counts.
impl From<MembershipId> for ActorId {
    fn from(id: MembershipId) -> Self {
        Self(id.0)
    }
}

impl From<ApiKeyId> for ActorId {
    fn from(id: ApiKeyId) -> Self {
        Self(id.0)
    }
}

impl From<UserId> for ActorId {
    fn from(id: UserId) -> Self {
        Self(id.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_kinds_share_a_prefix() {
        let mut seen = std::collections::BTreeSet::new();
        assert!(PREFIXES.iter().all(|prefix| prefix.ends_with('_') && seen.insert(prefix)), "{PREFIXES:?}");
    }

    #[test]
    fn ids_of_one_process_grow() {
        let ids: Vec<LeadId> = (0..1_000).map(|_| LeadId::new()).collect();
        assert!(ids.is_sorted());
    }
}
