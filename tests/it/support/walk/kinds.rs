//! Which kind of object an `ID` argument means, told from its name and its operation.

use entity::ids::{self, TypedId};
use uuid::Uuid;

/// A kind of object that can be named from outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Kind {
    /// As in argument names: `pipelineCard`.
    pub name: &'static str,
    pub prefix: &'static str,
}

impl Kind {
    pub fn id(self, id: Uuid) -> String {
        format!("{}{id}", self.prefix)
    }

    /// An id of this kind that nothing has.
    pub fn random(self) -> String {
        self.id(ids::LeadId::new().into())
    }
}

macro_rules! kinds {
    ($($name:literal $id:ident),* $(,)?) => {
        const KINDS: &[Kind] = &[$(Kind { name: $name, prefix: ids::$id::PREFIX }),*];
    };
}

// Longer names first: `pipelineCardMove` is about a card, not about a pipeline.
kinds! {
    "pipelineCard" PipelineCardId, "pipelineStage" PipelineStageId, "pipeline" PipelineId,
    "leadRequest" LeadRequestId, "leadList" LeadListId, "lead" LeadId,
    "campaign" CampaignId, "company" CompanyId, "dataSource" DataSourceId, "deadTask" BackgroundTaskId,
    "job" JobId, "prospect" ProspectId, "workspace" WorkspaceId, "apiKey" ApiKeyId, "invitation" InvitationId,
    "membership" MembershipId, "member" MembershipId, "session" SessionId, "suppression" SuppressionId,
    "agency" AgencyId, "user" UserId,
}

/// Names that say a kind in other words.
const ALIASES: &[(&str, &str)] = &[
    ("assigneeId", "member"),
    ("assignedTo", "member"),
    ("ownerId", "member"),
    ("owner", "member"),
    ("cardId", "pipelineCard"),
    ("before", "pipelineCard"),
    ("after", "pipelineCard"),
    ("stageId", "pipelineStage"),
    ("stage", "pipelineStage"),
    ("moveCardsTo", "pipelineStage"),
    ("listId", "leadList"),
    ("sourceId", "dataSource"),
    ("requestId", "leadRequest"),
    ("leadIds", "lead"),
    ("dataSourceIds", "dataSource"),
    ("campaignIds", "campaign"),
    ("companyIds", "company"),
];

fn named(name: &str) -> Option<Kind> {
    KINDS.iter().copied().find(|kind| kind.name == name)
}

/// The kind meant by the argument at `path` (`input.stageId`) of `operation`; `None` when its name does not tell.
pub fn of_argument(operation: &str, path: &str) -> Option<Kind> {
    let last = path.rsplit('.').next()?;
    if last == "id" || last == "ids" {
        return KINDS.iter().copied().find(|kind| operation.starts_with(kind.name));
    }
    if (last == "before" || last == "after") && operation.starts_with("pipelineStage") {
        return named("pipelineStage");
    }
    if let Some((_, kind)) = ALIASES.iter().find(|(alias, _)| *alias == last) {
        return named(kind);
    }
    named(last.trim_end_matches("Ids").trim_end_matches("Id"))
}
