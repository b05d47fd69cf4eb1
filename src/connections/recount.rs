//! What sources were used for, counted anew from the jobs; each source is held while it is counted, and whoever uses one adds
//! to it in the same transaction.

use crate::kernel::{
    app::App,
    change,
    error::{Error, Result},
    permission::Permission,
    scope::Scope,
    tx::Tx,
};
use entity::{
    data_source::{Column, Entity, Model},
    ids::DataSourceId,
    job::{self, JobStatus},
};
use sea_orm::{ColumnTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};

/// Counts every source of the agency anew: how many there are, and how many were wrong. What records each gave is for those to
/// say who asked it: `records` is called while the source is held.
pub async fn recount(
    app: &App,
    scope: &Scope,
    records: impl AsyncFn(&Tx, DataSourceId) -> Result<i64>,
) -> Result<(usize, usize)> {
    scope.require(Permission::ManageDataSources)?;
    let ids = scope.find::<Entity>().order_by_asc(Column::Id);
    let ids: Vec<DataSourceId> =
        ids.select_only().column(Column::Id).into_tuple().all(&scope.read(app)).await?;
    let (all, mut mended) = (ids.len(), 0);
    for id in ids {
        let tx = Tx::begin(app, scope).await?;
        let was = tx.hold::<Entity>(id).await?;
        let is = Model { total_records: records(&tx, id).await?, ..jobs_of(&tx, &was).await? };
        if is != was {
            change::write::<Entity>(&tx, &was, &is).await?;
            tx.commit().await?;
            mended += 1;
        }
    }
    Ok((all, mended))
}

async fn jobs_of(tx: &Tx, was: &Model) -> Result<Model> {
    let jobs = || tx.scope().find::<job::Entity>().filter(job::Column::DataSourceId.eq(was.id));
    let of = |status| jobs().filter(job::Column::Status.eq(status));
    let number = |n: u64| i32::try_from(n).map_err(Error::internal);
    Ok(Model {
        total_jobs: number(jobs().count(tx).await?)?,
        successful_jobs: number(of(JobStatus::Completed).count(tx).await?)?,
        failed_jobs: number(of(JobStatus::Failed).count(tx).await?)?,
        ..was.clone()
    })
}
