//! What other facts count for, by kind: those that say everything themselves. What only the writer could know stands beside
//! the fact, as its tallies.

use crate::{
    jobs::events::{JobCompleted, JobCreated, JobFailed},
    kernel::{
        events::LoggedEvent,
        tally::{Count, Place, Tally},
    },
};
use entity::{event_kind::EventKind, job::JobKind, metric::Metric};

type Says = fn(&LoggedEvent) -> Option<Vec<Count>>;

/// The table: a new kind is a line here.
const FACTS: &[(EventKind, Says)] = &[
    (EventKind::JobCreated, |event| {
        event.fact::<JobCreated>().map(|_| vec![Count::happened(Metric::Jobs, 1)])
    }),
    (EventKind::JobCompleted, |event| {
        event.fact::<JobCompleted>().map(|job| completed(job.kind, job.processed))
    }),
    (EventKind::JobFailed, |event| {
        event.fact::<JobFailed>().map(|_| vec![Count::happened(Metric::JobsFailed, 1)])
    }),
];

/// What an event counts for, with what stands beside it.
pub fn tallies(event: &LoggedEvent) -> Vec<Tally> {
    let says = FACTS.iter().find(|(kind, _)| *kind == event.kind).and_then(|(_, says)| says(event));
    let own = says.map(|counts| Tally { place: Place::workspace(event.about.workspace), counts });
    event.tallies.iter().cloned().chain(own).collect()
}

fn completed(kind: JobKind, processed: i32) -> Vec<Count> {
    let mut counts = vec![Count::happened(Metric::JobsCompleted, 1)];
    if kind == JobKind::Scrape {
        counts.push(Count::happened(Metric::RecordsScraped, processed.into()));
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::events::{About, Subject};
    use entity::{
        actor::ActorType,
        event_kind::SubjectKind,
        ids::{AgencyId, WorkspaceId},
    };
    use serde_json::json;
    use uuid::Uuid;

    fn event(kind: EventKind, job: JobKind) -> LoggedEvent {
        let workspace = WorkspaceId(Uuid::from_u128(7));
        LoggedEvent {
            agency: AgencyId(Uuid::nil()),
            seq: 1,
            kind,
            subject: Subject::new(SubjectKind::Job, Uuid::nil()),
            actor: (ActorType::System, None),
            request_id: None,
            at: chrono::DateTime::UNIX_EPOCH,
            about: About::workspace(workspace),
            others: vec![],
            changes: vec![],
            fact: json!({ "job": Uuid::nil(), "kind": job, "status": "COMPLETED", "workspace": workspace,
                "campaign": null, "data_source": null, "requested_by": null, "progress": 100, "processed": 42 }),
            tallies: vec![Tally { place: Place::default(), counts: vec![Count::happened(Metric::Leads, 1)] }],
        }
    }

    #[test]
    fn a_finished_scraping_job_counts_its_records_beside_what_the_writer_told() {
        let told = tallies(&event(EventKind::JobCompleted, JobKind::Scrape));
        let jobs = [Count::happened(Metric::JobsCompleted, 1), Count::happened(Metric::RecordsScraped, 42)];
        assert_eq!(told.len(), 2);
        assert_eq!(told[1].counts, jobs);
        assert!(told[1].place.workspace.is_some());
        let told = tallies(&event(EventKind::JobCompleted, JobKind::Sync));
        assert_eq!(told[1].counts, [Count::happened(Metric::JobsCompleted, 1)]);
        assert_eq!(tallies(&event(EventKind::JobPaused, JobKind::Scrape)).len(), 1);
    }
}
