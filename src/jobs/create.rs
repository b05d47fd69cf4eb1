//! Making a job: by another domain, in its transaction, or by hand.

use super::{
    control,
    events::happening,
    state::Step,
    step::{state_fact, take},
};
use crate::kernel::{
    app::App,
    error::{Error, Result},
    events::FieldChange,
    permission::Permission,
    scope::Scope,
    tx::Tx,
};
use entity::{
    data_source,
    ids::{CampaignId, DataSourceId, JobId, WorkspaceId},
    job::{self, ActiveModel, JobKind},
    json::{JobErrors, RejectedReasons},
    workspace,
};
use sea_orm::{ActiveModelTrait, Set};
use serde_json::{Value, json};

/// A job to be. Ids have been resolved through the scope.
#[derive(Clone, Debug)]
pub struct NewJob {
    pub kind: JobKind,
    pub workspace: Option<WorkspaceId>,
    pub campaign: Option<CampaignId>,
    /// The one source it reads, if it is one.
    pub data_source: Option<DataSourceId>,
    pub search_criteria: Value,
    pub config: Value,
    /// Items to do, when known.
    pub total: Option<i32>,
    /// At once; otherwise it waits for `jobStart`.
    pub starts: bool,
}

impl NewJob {
    /// One that starts at once.
    #[must_use]
    pub fn of(kind: JobKind) -> Self {
        Self {
            kind,
            workspace: None,
            campaign: None,
            data_source: None,
            search_criteria: json!({}),
            config: json!({}),
            total: None,
            starts: true,
        }
    }
}

/// Kinds that `jobCreate` makes. A domain that can do one by itself adds it here and books its first task on `JobStarted`.
const BY_HAND: &[JobKind] = &[];

/// Makes a job for whoever the transaction acts for; its first task is booked by whoever answers to `JobStarted`.
pub async fn create(tx: &mut Tx, new: NewJob) -> Result<job::Model> {
    let starts = new.starts;
    let job = row(tx, new).insert(&*tx).await?;
    let changes = vec![FieldChange::shown("status", (), job.status)];
    state_fact::<happening::Created>(tx, &job, changes).await?;
    if !starts {
        return Ok(job);
    }
    take(tx, &job, Step::Start, Default::default()).await
}

fn row(tx: &Tx, new: NewJob) -> ActiveModel {
    ActiveModel {
        id: Set(JobId::new()),
        agency_id: Set(tx.scope().agency()),
        workspace_id: Set(new.workspace),
        campaign_id: Set(new.campaign),
        data_source_id: Set(new.data_source),
        kind: Set(new.kind),
        status: Set(job::JobStatus::Pending),
        desired: Set(job::JobDesired::Run),
        progress: Set(0),
        total: Set(new.total),
        processed: Set(0),
        qualified: Set(0),
        rejected: Set(0),
        failed: Set(0),
        rejected_reasons: Set(RejectedReasons::default()),
        search_criteria: Set(new.search_criteria),
        config: Set(new.config),
        error_count: Set(0),
        errors: Set(JobErrors::default()),
        last_log_seq: Set(0),
        cost_micros: Set(0),
        currency: Set("USD".into()),
        requested_by: Set(tx.scope().actor().columns().1),
        version: Set(1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        ..Default::default()
    }
}

/// `jobCreate`: leaves the job PENDING.
pub async fn create_by_hand(app: &App, scope: &Scope, new: NewJob) -> Result<job::Model> {
    control::require(scope)?;
    let mut tx = Tx::begin(app, scope).await?;
    if let Some(id) = new.workspace {
        scope.get::<workspace::Entity>(id, &tx).await?;
    }
    if let Some(id) = new.data_source {
        scope.require(Permission::Prospect)?;
        scope.get::<data_source::Entity>(id, &tx).await?;
    }
    if !BY_HAND.contains(&new.kind) {
        return Err(Error::invalid("kind", refusal(new.kind)));
    }
    let job = create(&mut tx, NewJob { starts: false, ..new }).await?;
    tx.commit().await?;
    Ok(job)
}

/// What makes jobs of this kind instead.
fn refusal(kind: JobKind) -> &'static str {
    match kind {
        JobKind::GenerateLeads => "a kind made by hand; leadRequestCreate makes jobs that generate leads",
        JobKind::Enrich => {
            "a kind made by hand; leadEnrich, leadsEnrich and companyEnrich make enrichment jobs"
        }
        JobKind::Verify => "a kind made by hand; emailVerify makes verification jobs",
        JobKind::Scrape
        | JobKind::Run
        | JobKind::Import
        | JobKind::Export
        | JobKind::Sync
        | JobKind::Launch
        | JobKind::Draft
        | JobKind::Optimise => "a kind this server can do; it cannot do this one yet",
    }
}
