//! One subject's waterfall: a slice makes at most one call to a provider.

use super::{
    apply,
    begin::{BeginOrder, in_words},
    known,
    order::{Finished, Order, Subject},
    suppressed,
};
use crate::{
    connections,
    jobs::{self, Progress, Standing, Turn},
    kernel::{
        app::App,
        error::{Error, Result},
        provider::{fact_key, lookup},
        queue::{BackgroundTask, Ended, Failure, Slice, of_job},
        scope::Scope,
        tx::Tx,
    },
    prospecting::{
        dossier::Dossier,
        enrich::{self, Step, Then, ask::Desk, step},
        waterfall::Done,
    },
};
use chrono::TimeDelta;
use entity::{
    company,
    ids::{JobId, WorkspaceId},
    job,
    job_log::LogLevel,
    lead,
};
use serde::{Deserialize, Serialize};
use serde_json::json;

pub(super) const LANE: &str = "enrichment";
pub(super) const LANE_CAPACITY: i32 = 4;
/// Where dossiers of subjects without a row of their own for them are kept, and for how long.
const SHELF: (&str, &str) = ("LEADWIRE", "dossier");
const KEPT: TimeDelta = TimeDelta::days(7);

/// Why somebody is left as they are, as jobs count it.
const SUPPRESSED: &str = "suppressed";

/// Enriches or checks one subject of one job.
#[derive(Debug, Serialize, Deserialize)]
pub struct EnrichSubject {
    job: JobId,
    subject: Subject,
}

impl EnrichSubject {
    pub(super) fn new(job: JobId, subject: Subject) -> Self {
        Self { job, subject }
    }
}

impl BackgroundTask for EnrichSubject {
    const KIND: &'static str = "prospecting.enrich_subject";
    const LANE: &'static str = LANE;
    const LANE_CAPACITY: i32 = LANE_CAPACITY;
    const MAX_ATTEMPTS: i32 = 4;

    fn unique_key(&self) -> Option<String> {
        Some(self.name())
    }

    fn job(&self) -> Option<JobId> {
        Some(self.job)
    }

    async fn run(self, slice: Slice) -> Result<Ended, Failure> {
        let Turn::Go(job) = jobs::enter(&slice, self.job).await? else {
            return jobs::step_aside(&slice, slice.begin().await?, self.job).await;
        };
        let order = Order::of(&job)?;
        let (app, scope) = (slice.app(), slice.scope());
        let Some(dossier) = self.dossier((app, scope), order.is_check).await? else {
            // Deleted meanwhile.
            let mut tx = slice.begin().await?;
            self.end(&mut tx, Progress { processed: 1, ..Progress::default() }, Some(&slice)).await?;
            return slice.done(tx).await;
        };
        let payer = self.payer(&slice, &job).await?;
        // Before each call, so also what the one before gave.
        if suppressed::holds((app, scope), payer, (&self.subject, &dossier), &scope.read(app)).await? {
            return self.leave_alone(&slice, slice.begin().await?).await;
        }
        self.walk(&slice, (&job, payer), &order, dossier).await
    }

    async fn give_up(self, tx: &mut Tx, _why: &Error) -> Result<()> {
        let tasks = of_job::named(tx, self.job, Self::KIND, &self.name()).await?;
        if let Some(mut dossier) = self.dossier((tx.app(), tx.scope()), false).await? {
            enrich::leave(tx, self.job, &tasks, &mut dossier).await?;
            keep_dossier(tx, self.job, &self.subject, &dossier).await?;
        }
        self.end(tx, Progress { processed: 1, failed: 1, ..Progress::default() }, None).await
    }
}

impl EnrichSubject {
    async fn walk(
        &self,
        slice: &Slice,
        (job, payer): (&job::Model, Option<WorkspaceId>),
        order: &Order,
        mut dossier: Dossier,
    ) -> Result<Ended, Failure> {
        let desk = Desk {
            app: slice.app(),
            scope: slice.scope(),
            job: self.job,
            task: slice.task(),
            workspace: payer,
            requested_by: job.requested_by,
        };
        let sources = connections::sources(slice.app(), slice.scope()).await?;
        let step = step(&desk, &sources, &order.plan(&sources), &mut dossier, None).await?;
        let then = step.then;
        let mut tx = slice.begin().await?;
        let Then::Done(done) = then else {
            keep_dossier(&tx, self.job, &self.subject, &dossier).await?;
            keep_books(&mut tx, &desk, step).await?;
            let wait = if let Then::Wait(wait) = then { TimeDelta::from_std(wait).ok() } else { None };
            let at = wait.map(|wait| tx.now() + wait);
            return slice.again(tx, at).await;
        };
        let who = (&self.subject, &dossier);
        if done != Done::Forbidden && suppressed::holds((tx.app(), tx.scope()), payer, who, &tx).await? {
            keep_books(&mut tx, &desk, step).await?;
            return self.leave_alone(slice, tx).await;
        }
        let line = apply::apply(&mut tx, &self.subject, &dossier, done).await?;
        keep_books(&mut tx, &desk, step).await?;
        let qualified = i32::from(done == Done::Complete);
        jobs::log(&mut tx, self.job, LogLevel::Info, &line.0, Some(line.1)).await?;
        let progress = Progress { processed: 1, qualified, ..Progress::default() };
        self.end(&mut tx, progress, Some(slice)).await?;
        slice.done(tx).await
    }

    /// They must not be contacted: what is known of them stays as it is, also when it is what was found that shows it.
    async fn leave_alone(&self, slice: &Slice, mut tx: Tx) -> Result<Ended, Failure> {
        let line = match self.subject {
            Subject::Lead(_) => "A lead is left as it is: a suppression holds for them.",
            Subject::Company(_) => "A company is left as it is: a suppression holds for its domain.",
            Subject::Address(_) => "An address is not checked: a suppression holds for it.",
        };
        let details = json!({ "subject": self.subject, "reason": SUPPRESSED });
        jobs::log(&mut tx, self.job, LogLevel::Info, line, Some(details)).await?;
        let rejected = vec![(SUPPRESSED.to_owned(), 1)];
        self.end(&mut tx, Progress { processed: 1, rejected, ..Progress::default() }, Some(slice)).await?;
        slice.done(tx).await
    }

    /// Whose budget it falls under: the job's workspace; of a job for several, the subject's.
    async fn payer(&self, slice: &Slice, job: &job::Model) -> Result<Option<WorkspaceId>> {
        let (None, Subject::Lead(id)) = (job.workspace_id, &self.subject) else {
            return Ok(job.workspace_id);
        };
        let row = slice.scope().find_by_id::<lead::Entity>(*id).one(&slice.scope().read(slice.app())).await?;
        Ok(row.map(|row| row.workspace_id))
    }

    fn name(&self) -> String {
        format!("{}:{}", self.job, self.subject.key())
    }

    /// What is known so far: kept from the slice before, else read from the row. `None`: it is gone.
    async fn dossier(&self, (app, scope): (&App, &Scope), is_check: bool) -> Result<Option<Dossier>> {
        if let Some(kept) = kept_dossier(app, scope, self.job, &self.subject).await? {
            return Ok(Some(kept));
        }
        let reader = scope.read(app);
        match &self.subject {
            Subject::Lead(id) => {
                let row = scope.find_by_id::<lead::Entity>(*id).one(&reader).await?;
                let Some(row) = row.filter(|row| row.deleted_at.is_none() && row.merged_into.is_none())
                else {
                    return Ok(None);
                };
                let employer = match row.company_id {
                    Some(id) => scope.find_by_id::<company::Entity>(id).one(&reader).await?,
                    None => None,
                };
                Ok(Some(known::lead(&row, employer.as_ref(), is_check, app.now())))
            }
            Subject::Company(id) => {
                let row = scope.find_by_id::<company::Entity>(*id).one(&reader).await?;
                Ok(row.map(|row| known::company(&row, app.now())))
            }
            Subject::Address(_) => Ok(None),
        }
    }

    /// One subject less; the last one to end completes the job.
    async fn end(&self, tx: &mut Tx, progress: Progress, slice: Option<&Slice>) -> Result<()> {
        let job = jobs::progress(tx, self.job, progress).await?;
        let mut finished: Finished = jobs::checkpoint_of(&job).unwrap_or_default();
        finished.subjects.insert(self.subject.key());
        jobs::checkpoint(tx, self.job, &finished).await?;
        if jobs::is_last(tx, self.job, &[Self::KIND], slice.map(Slice::task)).await? {
            // Paused meanwhile, it has nobody left who would end it when it goes on.
            if jobs::complete(tx, self.job, Some(in_words(&job))).await? == Standing::Paused {
                tx.enqueue(&BeginOrder { job: self.job })?;
            }
        }
        Ok(())
    }
}

/// The books of a step, and what went wrong in the job's log.
async fn keep_books(tx: &mut Tx, desk: &Desk<'_>, step: Step) -> Result<()> {
    for (source, reason) in step.write(tx, desk).await? {
        let line = format!("{source} could not be asked ({reason}); went on without.");
        let details = json!({ "source": source, "reason": reason });
        jobs::log(tx, desk.job, LogLevel::Warning, &line, Some(details)).await?;
    }
    Ok(())
}

fn shelf(app: &App, job: JobId, subject: &Subject) -> String {
    fact_key(app, &["dossier", &job.to_string(), &subject.key()])
}

pub(super) async fn keep_dossier(tx: &Tx, job: JobId, subject: &Subject, dossier: &Dossier) -> Result<()> {
    let key = shelf(tx.app(), job, subject);
    lookup::put(tx, SHELF.0, SHELF.1, &[key], (Some(dossier), KEPT)).await
}

async fn kept_dossier(app: &App, scope: &Scope, job: JobId, subject: &Subject) -> Result<Option<Dossier>> {
    let key = shelf(app, job, subject);
    let found = lookup::find(app, scope, SHELF.0, SHELF.1, std::slice::from_ref(&key)).await?;
    Ok(found.get(&key).and_then(lookup::Cached::read))
}
