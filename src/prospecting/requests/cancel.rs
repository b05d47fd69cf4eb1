//! Stopping a request: its job is cancelled, and it follows.

use crate::{
    jobs,
    kernel::{
        app::App,
        error::{Error, Result},
        permission::Permission,
        scope::Scope,
        tx::Tx,
    },
};
use entity::{
    ids::LeadRequestId,
    lead_request::{Entity, Model},
};

/// No new provider call starts; what was found so far stays. Others' requests: only for who controls all jobs.
pub async fn cancel(app: &App, scope: &Scope, id: LeadRequestId) -> Result<Model> {
    scope.require(Permission::Prospect)?;
    let mut tx = Tx::begin(app, scope).await?;
    let row = scope.get::<Entity>(id, &tx).await?;
    let me = scope.actor().columns().1;
    if me.is_none() || row.requested_by != me {
        scope.require(Permission::ControlAllJobs)?;
    }
    let job = row.job_id.ok_or_else(|| Error::bug("a lead request without a job"))?;
    jobs::cancel_in(&mut tx, job).await?;
    let row = scope.get::<Entity>(id, &tx).await?;
    tx.commit().await?;
    Ok(row)
}
