//! Which events matter to people, to whom, and in which words. Pure. Texts name no person and nothing somebody wrote.

use crate::{
    connections::events::{DataSourceTested, DataSourceUpdated},
    crm::events::tasks::{TaskCreated, TaskReassigned, TaskRef},
    hooks::events::{DisabledBecause, WebhookEndpointDisabled},
    identity::events::{PasswordChanged, PasswordResetRequested},
    imports::events::ImportUpdated,
    jobs::{
        events::{JobCompleted, JobFailed},
        schedules::events::{ScheduleFired, SchedulePaused},
    },
    kernel::{
        events::LoggedEvent,
        provider::money::events::{BudgetNearlyReached, BudgetReached, BudgetRef},
    },
};
use entity::{
    budget::BudgetScope,
    data_source::DataSourceStatus,
    event_kind::EventKind,
    ids::{ActorId, MembershipId},
    import::ImportStatus,
    job::JobKind,
    notification::{NotificationKind, NotificationLevel},
    schedule_run::RunOutcome,
};
use serde_json::json;

/// The events looked at.
pub const KINDS: &[EventKind] = &[
    EventKind::JobCompleted,
    EventKind::JobFailed,
    EventKind::DataSourceUpdated,
    EventKind::DataSourceTested,
    EventKind::TaskCreated,
    EventKind::TaskReassigned,
    EventKind::WebhookEndpointDisabled,
    EventKind::SchedulePaused,
    EventKind::ScheduleFired,
    EventKind::BudgetNearlyReached,
    EventKind::BudgetReached,
    EventKind::ImportUpdated,
    EventKind::PasswordResetRequested,
    EventKind::PasswordChanged,
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
        EventKind::DataSourceTested => found_broken(&event.fact::<DataSourceTested>()?),
        EventKind::TaskCreated => given(event, event.fact::<TaskCreated>()?.of),
        EventKind::TaskReassigned => given(event, event.fact::<TaskReassigned>()?.of),
        EventKind::ImportUpdated => imported(&event.fact::<ImportUpdated>()?),
        EventKind::WebhookEndpointDisabled => Some(disabled(&event.fact::<WebhookEndpointDisabled>()?)),
        EventKind::SchedulePaused => stopped(&event.fact::<SchedulePaused>()?),
        EventKind::ScheduleFired => refused(&event.fact::<ScheduleFired>()?),
        EventKind::BudgetNearlyReached => Some(budget(&event.fact::<BudgetNearlyReached>()?.of, false)),
        EventKind::PasswordResetRequested => Some(asked(event.fact::<PasswordResetRequested>()?.member)),
        EventKind::PasswordChanged => Some(changed(event.fact::<PasswordChanged>()?.member)),
        EventKind::BudgetReached => Some(budget(&event.fact::<BudgetReached>()?.of, true)),
        _ => None,
    }
}

fn completed(job: &JobCompleted) -> Option<Notice> {
    // An import has several jobs, and is told of by itself.
    if job.kind == JobKind::Import {
        return None;
    }
    Some(Notice {
        audience: Audience::Actor(job.requested_by?),
        kind: NotificationKind::JobCompleted,
        level: NotificationLevel::Success,
        title: format!("{} is done", noun(job.kind)),
        message: "What it found is ready for you.".to_owned(),
        place: "/jobs",
        label: "Open the job",
    })
}

/// Only when its rows became leads.
fn imported(fact: &ImportUpdated) -> Option<Notice> {
    if (fact.from, fact.of.status) != (ImportStatus::Applying, ImportStatus::Applied) {
        return None;
    }
    Some(Notice {
        audience: Audience::Actor(fact.made_by?),
        kind: NotificationKind::ImportDone,
        level: NotificationLevel::Success,
        title: "An import is done".to_owned(),
        message: "Its leads are there; rows that could not be taken are in its error file.".to_owned(),
        place: "/imports",
        label: "Open the import",
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
    (became == json!(DataSourceStatus::Error)).then(source_broken)
}

/// The same step, when it was a test that found out.
fn found_broken(fact: &DataSourceTested) -> Option<Notice> {
    let was_well = fact.was.is_some_and(|was| was != DataSourceStatus::Error);
    (was_well && fact.status == DataSourceStatus::Error).then(source_broken)
}

fn source_broken() -> Notice {
    Notice {
        audience: Audience::Admins,
        kind: NotificationKind::SourceBroken,
        level: NotificationLevel::Error,
        title: "A data source needs attention".to_owned(),
        message: "Its provider does not accept the credentials. It is not used until they are changed, or a test goes well."
            .to_owned(),
        place: "/data-sources",
        label: "Open the data source",
    }
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

/// Only where no person did it.
fn stopped(fact: &SchedulePaused) -> Option<Notice> {
    fact.by_itself.then(|| Notice {
        audience: Audience::Admins,
        kind: NotificationKind::JobFailed,
        level: NotificationLevel::Warning,
        title: "A schedule was paused".to_owned(),
        message: "Whoever it works for may not have its jobs made any more, or it could not be fired."
            .to_owned(),
        place: "/schedules",
        label: "Open the schedule",
    })
}

/// The first time only: a schedule may come round every minute.
fn refused(fact: &ScheduleFired) -> Option<Notice> {
    (fact.outcome == RunOutcome::Refused && !fact.again).then(|| Notice {
        audience: Audience::ActorOrAdmins(fact.of.created_by),
        kind: NotificationKind::JobFailed,
        level: NotificationLevel::Error,
        title: "A scheduled job could not be made".to_owned(),
        message: "The schedule says why. It tries again at its next times; you are not told of each."
            .to_owned(),
        place: "/schedules",
        label: "Open the schedule",
    })
}

fn asked(member: MembershipId) -> Notice {
    Notice {
        audience: Audience::Actor(member.into()),
        kind: NotificationKind::AccountSecurity,
        level: NotificationLevel::Warning,
        title: "Somebody asked for a new password for your account".to_owned(),
        message: "If it was not you, nothing has changed: the link goes to your address alone.".to_owned(),
        place: "/members",
        label: "Open your account",
    }
}

fn changed(member: MembershipId) -> Notice {
    Notice {
        level: NotificationLevel::Error,
        title: "Your account has a new password".to_owned(),
        message: "It was set by a link, and all sign-ins ended. If it was not you, tell an admin at once."
            .to_owned(),
        ..asked(member)
    }
}

fn budget(fact: &BudgetRef, is_reached: bool) -> Notice {
    let whose = match fact.scope {
        BudgetScope::Agency => "The agency's budget",
        BudgetScope::Workspace => "A workspace's budget",
        BudgetScope::Job => "A job's budget",
    };
    let (level, end, message) = match is_reached {
        true => (
            NotificationLevel::Error,
            "is used up",
            "Calls that cost money are not made until it is raised, or its next period begins.",
        ),
        false => (
            NotificationLevel::Warning,
            "is nearly used up",
            "Calls that cost money stop when it is reached.",
        ),
    };
    Notice {
        audience: Audience::Admins,
        kind: NotificationKind::BudgetReached,
        level,
        title: format!("{whose} {end}"),
        message: message.to_owned(),
        place: "/budgets",
        label: "Open the budgets",
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
