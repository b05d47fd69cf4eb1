//! What a data source was used for, counted; and what follows when a provider refuses it.

use super::{events::DataSourceUpdated, list::held};
use crate::{
    connectors::ConnectorError,
    jobs::events::{Happening, JobFact, JobRetried, happening},
    kernel::{
        error::{Error, Result},
        events::FieldChange,
        tx::Tx,
        wiring::Wiring,
    },
};
use entity::{
    data_source::{ActiveModel, Column as C, DataSourceStatus, Entity},
    ids::DataSourceId,
    job::JobStatus,
};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::Unchanged,
    ColumnTrait, QueryFilter, Set,
    sea_query::{Expr, ExprTrait},
};

/// To be added to a source's counts.
#[derive(Clone, Copy, Debug, Default)]
pub struct Used {
    pub jobs: i32,
    pub successful_jobs: i32,
    pub failed_jobs: i32,
    pub records: i64,
}

/// Counts what a source was used for. A job of one source (`job.data_source_id`) is counted by itself.
pub async fn used(tx: &Tx, id: DataSourceId, used: Used) -> Result<()> {
    let counted = tx
        .update::<Entity>()
        .col_expr(C::TotalJobs, Expr::col(C::TotalJobs).add(used.jobs))
        .col_expr(C::SuccessfulJobs, Expr::col(C::SuccessfulJobs).add(used.successful_jobs))
        .col_expr(C::FailedJobs, Expr::col(C::FailedJobs).add(used.failed_jobs))
        .col_expr(C::TotalRecords, Expr::col(C::TotalRecords).add(used.records));
    counted.filter(C::Id.eq(id)).exec(tx).await?;
    Ok(())
}

/// A call in earnest failed: a source whose credentials are refused is not used any more, until somebody sees to it.
/// Other failures pass, and change nothing. After the job's own rows: whoever holds both holds the job first.
pub async fn refused(tx: &mut Tx, id: DataSourceId, error: &ConnectorError) -> Result<()> {
    if *error != ConnectorError::Unauthorized {
        return Ok(());
    }
    let was = match held(tx, id).await {
        Err(Error::NotFound(_)) => return Ok(()),
        was => was?,
    };
    if was.status != DataSourceStatus::Active {
        return Ok(());
    }
    let row = ActiveModel {
        id: Unchanged(id),
        status: Set(DataSourceStatus::Error),
        last_test_error: Set(Some(error.to_string())),
        version: Set(was.version + 1),
        updated_at: Set(tx.now()),
        ..Default::default()
    };
    let is = row.update(&*tx).await?;
    let changes = vec![FieldChange::shown("status", was.status, is.status)];
    tx.emit(&DataSourceUpdated::of(&is, changes)).await
}

pub(super) fn wire(wiring: &mut Wiring) {
    count_on::<happening::Created>(wiring, Used { jobs: 1, ..Used::default() });
    count_on::<happening::Completed>(wiring, Used { successful_jobs: 1, ..Used::default() });
    count_on::<happening::Failed>(wiring, Used { failed_jobs: 1, ..Used::default() });
    // Tried again, it has not failed any more.
    wiring.also(|tx, fact: JobRetried| {
        Box::pin(async move {
            let Some(id) = fact.data_source.filter(|_| fact.was == Some(JobStatus::Failed)) else {
                return Ok(());
            };
            used(tx, id, Used { failed_jobs: -1, ..Used::default() }).await
        })
    });
}

fn count_on<H: Happening>(wiring: &mut Wiring, counted: Used) {
    wiring.also(move |tx, fact: JobFact<H>| {
        Box::pin(async move {
            match fact.data_source {
                Some(id) => used(tx, id, counted).await,
                None => Ok(()),
            }
        })
    });
}
