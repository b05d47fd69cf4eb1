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
        /// Every kind.
        pub const KINDS: &[Kind] = &[$(Kind { name: $name, prefix: ids::$id::PREFIX }),*];
    };
}

// Longer names first: `pipelineCardMove` is about a card, not about a pipeline.
kinds! {
    "pipelineCard" PipelineCardId, "pipelineStage" PipelineStageId, "pipeline" PipelineId,
    "leadRequest" LeadRequestId, "leadList" LeadListId, "leadMerge" LeadMergeId, "lead" LeadId,
    "importMapping" ImportMappingId, "import" ImportId, "campaign" CampaignId, "company" CompanyId,
    "dataSource" DataSourceId, "deadTask" BackgroundTaskId, "job" JobId, "schedule" ScheduleId,
    "budget" BudgetId, "prospect" ProspectId, "workspace" WorkspaceId, "apiKey" ApiKeyId, "invitation" InvitationId,
    "member" MembershipId, "session" SessionId, "suppression" SuppressionId,
    "activity" ActivityId, "enrichment" EnrichmentId, "task" TaskId,
    "webhookEndpoint" WebhookEndpointId, "webhookDelivery" WebhookDeliveryId,
    "notification" NotificationId, "auditEntry" AuditEntryId, "file" FileId,
}

/// Names that say a kind in other words.
const ALIASES: &[(&str, &str)] = &[
    ("assignee", "member"),
    ("assignedTo", "member"),
    ("owner", "member"),
    ("card", "pipelineCard"),
    ("before", "pipelineCard"),
    ("after", "pipelineCard"),
    ("stage", "pipelineStage"),
    ("moveCardsTo", "pipelineStage"),
    ("list", "leadList"),
    ("mapping", "importMapping"),
    ("endpoint", "webhookEndpoint"),
    ("winner", "lead"),
    ("loser", "lead"),
];

/// Operations whose own ids are of a kind that their name does not begin with.
const ABOUT: &[(&str, &str)] = &[("companies", "company"), ("enrichmentEstimate", "lead")];

fn named(name: &str) -> Option<Kind> {
    KINDS.iter().copied().find(|kind| kind.name == name)
}

/// The kinds that may stand at `path` (`input.stageId`) of `operation`; none when its name does not tell.
pub fn of_argument(operation: &str, path: &str) -> Vec<Kind> {
    if operation == "node" || operation == "nodes" {
        return KINDS.to_vec();
    }
    // `filter.and.workspaceId.eq`: the condition is on what stands before it.
    let name = path.rsplit('.').find(|part| !["eq", "in", "not"].contains(part)).unwrap_or_default();
    match (operation, name) {
        // Whatever it was done to, by whoever can do something.
        ("auditLog", "subjectId") => KINDS.to_vec(),
        ("auditLog", "actorId") => ["member", "apiKey"].into_iter().filter_map(named).collect(),
        (_, "id") if filtered(path).is_some() => filtered(path).into_iter().collect(),
        _ => one_of(operation, name).into_iter().collect(),
    }
}

/// `input.leadFilter.id.eq`: an input's own filter is on what it is called after.
fn filtered(path: &str) -> Option<Kind> {
    let filter = path.split('.').find_map(|part| part.strip_suffix("Filter"))?;
    named(filter)
}

fn one_of(operation: &str, name: &str) -> Option<Kind> {
    if name == "id" || name == "ids" {
        let about = ABOUT.iter().find(|(named, _)| *named == operation).map(|(_, kind)| *kind);
        return about
            .map_or_else(|| KINDS.iter().copied().find(|kind| operation.starts_with(kind.name)), named);
    }
    if (name == "before" || name == "after") && operation.starts_with("pipelineStage") {
        return named("pipelineStage");
    }
    let name = name.strip_suffix("Ids").or(name.strip_suffix("Id")).unwrap_or(name);
    named(ALIASES.iter().find(|(alias, _)| *alias == name).map_or(name, |(_, kind)| *kind))
}
