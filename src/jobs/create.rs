//! Making a job, in the transaction of whoever wants it; and taking somebody out again of what it was made to look for.

use super::{
    events::happening,
    state::Step,
    step::{state_fact, take},
};
use crate::kernel::{error::Result, events::FieldChange, provider::money, tx::Tx};
use entity::{
    ids::{CampaignId, DataSourceId, JobId, WorkspaceId},
    job::{self, ActiveModel, JobKind},
    json::{JobErrors, RejectedReasons},
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, Condition, QueryFilter, QueryOrder, QuerySelect, Set, sea_query::Expr,
};
use serde_json::{Value, json};

/// Jobs in one statement.
const AT_ONCE: u64 = 200;
/// What stands where a text about somebody stood who was forgotten: it finds nobody.
const FORGOTTEN: &str = "[erased]";

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
    /// What it may spend, in millionths; `None`: what the agency and the workspace may.
    pub limit_micros: Option<i64>,
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
            limit_micros: None,
            starts: true,
        }
    }
}

/// Makes a job for whoever the transaction acts for; its first task is booked by whoever answers to `JobStarted`.
pub async fn create(tx: &mut Tx, new: NewJob) -> Result<job::Model> {
    let (starts, limit_micros) = (new.starts, new.limit_micros);
    let job = row(tx, new).insert(&*tx).await?;
    if let Some(limit_micros) = limit_micros {
        money::limit_job(tx, job.id, limit_micros).await?;
    }
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

/// Somebody is forgotten: the texts that speak of them go from what jobs were to look for. `found`: the jobs that have some.
pub async fn forget_in_criteria(
    tx: &Tx,
    found: &Condition,
    speaks: impl Fn(&str) -> bool + Send + Sync,
) -> Result<()> {
    use job::Column as C;
    let mut after: Option<JobId> = None;
    loop {
        let later = Condition::all().add_option(after.map(|id| C::Id.gt(id)));
        let rows = tx.scope().find::<job::Entity>().filter(found.clone()).filter(later);
        let rows = rows.order_by_asc(C::Id).limit(AT_ONCE).select_only();
        let rows: Vec<(JobId, Value)> =
            rows.column(C::Id).column(C::SearchCriteria).into_tuple().all(tx).await?;
        let Some((last, _)) = rows.last() else { return Ok(()) };
        after = Some(*last);
        for (id, mut criteria) in rows {
            blank(&mut criteria, &speaks);
            let update = tx.update::<job::Entity>().col_expr(C::SearchCriteria, Expr::val(criteria));
            update.filter(C::Id.eq(id)).exec(tx).await?;
        }
    }
}

fn blank(value: &mut Value, speaks: &impl Fn(&str) -> bool) {
    match value {
        Value::String(text) if speaks(text) => FORGOTTEN.clone_into(text),
        Value::Array(items) => items.iter_mut().for_each(|item| blank(item, speaks)),
        Value::Object(fields) => fields.values_mut().for_each(|item| blank(item, speaks)),
        _ => {}
    }
}
