//! What every slice of a lead request begins with: may it go on, and what is it about.

use crate::{
    connections::{self, ActiveSource},
    jobs::{self, Turn},
    kernel::{
        error::{Error, Result},
        queue::{Ended, Failure, Slice},
        tx::Tx,
    },
    prospecting::{enrich::ask::Desk, profile::Profile},
};
use entity::{
    ids::{DataSourceId, JobId, LeadRequestId},
    job,
    lead_request::{self, Column as C},
};
use sea_orm::{ColumnTrait, QueryFilter};

/// A request that is being worked on, as one slice sees it.
pub(super) struct Case<'a> {
    pub slice: &'a Slice,
    pub job: job::Model,
    pub request: lead_request::Model,
    /// The sources this request may ask.
    pub sources: Vec<ActiveSource>,
}

impl<'a> Case<'a> {
    /// `None`: the job does not run; end the slice by [`stand_aside`].
    pub async fn open(slice: &'a Slice, job: JobId) -> Result<Option<Self>> {
        let Turn::Go(job) = jobs::enter(slice, job).await? else { return Ok(None) };
        let reader = slice.scope().read(slice.app());
        let request = slice.scope().find::<lead_request::Entity>().filter(C::JobId.eq(job.id));
        let request = request.one(&reader).await?.ok_or(Error::NotFound("lead_request"))?;
        let mut sources = connections::sources(slice.app(), slice.scope()).await?;
        let asked = &request.data_source_ids.0;
        sources.retain(|source| asked.is_empty() || source.id.is_some_and(|id| asked.contains(&id)));
        Ok(Some(Self { slice, job: *job, request, sources }))
    }

    pub fn id(&self) -> LeadRequestId {
        self.request.id
    }

    pub fn source(&self, id: DataSourceId) -> Option<&ActiveSource> {
        self.sources.iter().find(|source| source.id == Some(id))
    }

    /// The profile, once it was read.
    pub fn profile(&self) -> Option<Profile> {
        serde_json::from_value(self.request.profile.clone()?).ok()
    }

    pub fn desk(&self) -> Desk<'_> {
        Desk {
            app: self.slice.app(),
            scope: self.slice.scope(),
            job: self.job.id,
            task: self.slice.task(),
            workspace: Some(self.request.workspace_id),
            requested_by: self.request.requested_by,
        }
    }

    pub async fn begin(&self) -> Result<Tx> {
        self.slice.begin().await
    }
}

/// Ends the slice of a job that does not run.
pub(super) async fn stand_aside(slice: &Slice, job: JobId) -> Result<Ended, Failure> {
    jobs::step_aside(slice, slice.begin().await?, job).await
}
