//! Which events matter to people, to whom, and in which words. Pure. Texts name no person and nothing somebody wrote.

use crate::{
    connections::events::DataSourceUpdated,
    crm::events::tasks::{TaskCreated, TaskReassigned, TaskRef},
    hooks::events::{DisabledBecause, WebhookEndpointDisabled},
    jobs::events::{JobCompleted, JobFailed},
    kernel::events::LoggedEvent,
};
use entity::{
    data_source::DataSourceStatus,
    event_kind::EventKind,
    ids::ActorId,
    job::JobKind,
    notification::{NotificationKind, NotificationLevel},
};
use serde_json::json;

/// The events looked at.
pub const KINDS: &[EventKind] = &[
    EventKind::JobCompleted,
    EventKind::JobFailed,
    EventKind::DataSourceUpdated,
    EventKind::TaskCreated,
    EventKind::TaskReassigned,
    EventKind::WebhookEndpointDisabled,
];

/// Who is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Whoever asked for it; a machine or the system is told nothing.
    Actor(ActorId),
    /// The same; instead of a machine or the system, the agency's admins.
    ActorOrAdmins(Option<ActorId>),
    /// The agency's admins.
    Admins,
}

/// What they are told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    pub audience: Audience,
    pub kind: NotificationKind,
    pub level: NotificationLevel,
    pub title: String,
    pub message: String,
    /// Where whatever shows it may go: `/jobs`, to which the subject's id is added.
    pub place: &'static str,
    pub label: &'static str,
}

/// What to tell because of an event; mostly nothing.
#[must_use]
pub fn notice(event: &LoggedEvent) -> Option<Notice> {
    match event.kind {
        EventKind::JobCompleted => completed(&event.fact::<JobCompleted>()?),
        EventKind::JobFailed => Some(failed(&event.fact::<JobFailed>()?)),
        EventKind::DataSourceUpdated => broken(&event.fact::<DataSourceUpdated>()?),
        EventKind::TaskCreated => given(event, event.fact::<TaskCreated>()?.of),
        EventKind::TaskReassigned => given(event, event.fact::<TaskReassigned>()?.of),
        EventKind::WebhookEndpointDisabled => Some(disabled(&event.fact::<WebhookEndpointDisabled>()?)),
        _ => None,
    }
}

fn completed(job: &JobCompleted) -> Option<Notice> {
    let is_import = job.kind == JobKind::Import;
    Some(Notice {
        audience: Audience::Actor(job.requested_by?),
        kind: if is_import { NotificationKind::ImportDone } else { NotificationKind::JobCompleted },
        level: NotificationLevel::Success,
        title: format!("{} is done", noun(job.kind)),
        message: "What it found is ready for you.".to_owned(),
        place: "/jobs",
        label: "Open the job",
    })
}

fn failed(job: &JobFailed) -> Notice {
    Notice {
        audience: Audience::ActorOrAdmins(job.requested_by),
        kind: NotificationKind::JobFailed,
        level: NotificationLevel::Error,
        title: format!("{} failed", noun(job.kind)),
        message: "Its log says why. What it had done until then is kept; it can be tried again.".to_owned(),
        place: "/jobs",
        label: "Open the job",
    }
}

/// Only the step to ERROR: every other change of a source, while it is broken or not, is somebody's own doing.
fn broken(fact: &DataSourceUpdated) -> Option<Notice> {
    let became = fact.changes.iter().find(|change| change.field == "status")?.to.clone()?;
    if became != json!(DataSourceStatus::Error) {
        return None;
    }
    Some(Notice {
        audience: Audience::Admins,
        kind: NotificationKind::SourceBroken,
        level: NotificationLevel::Error,
        title: "A data source needs attention".to_owned(),
        message: "Its provider does not accept the credentials. It is not used until they are changed, or a test goes well."
            .to_owned(),
        place: "/data-sources",
        label: "Open the data source",
    })
}

/// Not when they gave it to themselves.
fn given(event: &LoggedEvent, task: TaskRef) -> Option<Notice> {
    let assignee = ActorId::from(task.assignee?);
    if task.is_done || event.actor.1 == Some(assignee) {
        return None;
    }
    Some(Notice {
        audience: Audience::Actor(assignee),
        kind: NotificationKind::TaskAssigned,
        level: NotificationLevel::Info,
        title: "A task was given to you".to_owned(),
        message: "Somebody counts on you to do it, or to pass it on.".to_owned(),
        place: "/tasks",
        label: "Open the task",
    })
}

fn disabled(fact: &WebhookEndpointDisabled) -> Notice {
    let why = match fact.reason {
        DisabledBecause::Failing => "Every delivery to it has failed for five days.",
        DisabledBecause::Gone => "It answered that it is not there any more.",
    };
    Notice {
        audience: Audience::Admins,
        kind: NotificationKind::WebhookDisabled,
        level: NotificationLevel::Warning,
        title: "A webhook endpoint was switched off".to_owned(),
        message: format!(
            "{why} Switch it on again when it works; what it missed can be read from the event log."
        ),
        place: "/webhook-endpoints",
        label: "Open the endpoint",
    }
}

fn noun(kind: JobKind) -> &'static str {
    match kind {
        JobKind::Scrape => "Scraping",
        JobKind::Enrich => "An enrichment",
        JobKind::GenerateLeads => "A lead request",
        JobKind::Run => "A run",
        JobKind::Import => "An import",
        JobKind::Export => "An export",
        JobKind::Sync => "A synchronisation",
        JobKind::Launch => "A launch",
        JobKind::Draft => "Drafting",
        JobKind::Verify => "A verification",
        JobKind::Optimise => "An optimisation",
    }
}
