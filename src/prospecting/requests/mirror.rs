//! A request's status follows its job, in the same transaction.

use super::state::Step;
use crate::{
    jobs::events::{Happening, JobFact, happening},
    kernel::{error::Result, state, tx::Tx, wiring::Wiring},
    prospecting::events::{RequestFact, happening as stated},
};
use entity::{
    ids::JobId,
    job::{self, JobKind},
    lead_request::{ActiveModel, Column as C, Entity, LeadRequestStatus, Model},
    prospect,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Unchanged, ColumnTrait, PaginatorTrait, QueryFilter, Set};

pub(in crate::prospecting) fn wire(wiring: &mut Wiring) {
    on::<happening::Completed>(wiring, Step::Complete);
    on::<happening::Failed>(wiring, Step::Fail);
    on::<happening::Cancelled>(wiring, Step::Cancel);
    on::<happening::Retried>(wiring, Step::Retry);
    wiring.also(|tx, fact: JobFact<happening::Progressed>| {
        Box::pin(async move {
            match of_job(tx, fact.kind, fact.job).await? {
                Some(row) => tx.emit(&RequestFact::<stated::Progressed>::at(&row, fact.progress)).await,
                None => Ok(()),
            }
        })
    });
}

fn on<H: Happening>(wiring: &mut Wiring, step: Step) {
    wiring.also(move |tx, fact: JobFact<H>| {
        Box::pin(async move {
            match of_job(tx, fact.kind, fact.job).await? {
                Some(row) => take(tx, &row, step).await.map(drop),
                None => Ok(()),
            }
        })
    });
}

async fn of_job(tx: &Tx, kind: JobKind, job: JobId) -> Result<Option<Model>> {
    if kind != JobKind::GenerateLeads {
        return Ok(None);
    }
    Ok(tx.scope().find::<Entity>().filter(C::JobId.eq(job)).one(tx).await?)
}

/// Takes one step, with what is told of it.
pub(super) async fn take(tx: &mut Tx, row: &Model, step: Step) -> Result<Model> {
    let to = state::step::<Entity, LeadRequestStatus>(tx, row.id, C::Status, row.status, step).await?;
    let is_over = !matches!(to, LeadRequestStatus::Queued | LeadRequestStatus::Running);
    let error = if step == Step::Fail { why(tx, row).await? } else { None };
    let change = ActiveModel {
        id: Unchanged(row.id),
        status: Set(to),
        error: Set(error),
        prospect_count: Set(count(tx, row).await?),
        completed_at: Set(is_over.then(|| tx.now())),
        version: Set(row.version + 1),
        updated_at: Set(tx.now()),
        ..Default::default()
    };
    let now = change.update(&*tx).await?;
    match step {
        Step::Start => tx.emit(&RequestFact::<stated::Started>::of(row, &now)).await?,
        Step::Complete => tx.emit(&RequestFact::<stated::Completed>::of(row, &now)).await?,
        Step::Fail => tx.emit(&RequestFact::<stated::Failed>::of(row, &now)).await?,
        Step::Cancel => tx.emit(&RequestFact::<stated::Cancelled>::of(row, &now)).await?,
        // Back to the start: the next thing told is that it started.
        Step::Retry => {}
    }
    Ok(now)
}

/// The people among its results.
async fn count(tx: &Tx, row: &Model) -> Result<i32> {
    let ranked = tx.scope().find::<prospect::Entity>().filter(prospect::Column::LeadRequestId.eq(row.id));
    let ranked = ranked.filter(prospect::Column::Rank.is_not_null()).count(tx).await?;
    Ok(i32::try_from(ranked).unwrap_or(i32::MAX))
}

/// What the job gave up for.
async fn why(tx: &Tx, row: &Model) -> Result<Option<String>> {
    let Some(id) = row.job_id else { return Ok(None) };
    let job = tx.scope().find_by_id::<job::Entity>(id).one(tx).await?;
    Ok(job.and_then(|job| job.errors.0.last().map(|error| error.message.clone())))
}
