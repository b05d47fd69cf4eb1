//! "Describe your ideal client": a request and the job that works on it.

use super::{
    filters,
    target::{self, SaveTarget},
};
use crate::{
    crm::home,
    jobs::{self, NewJob},
    kernel::{
        app::App,
        check::{self, Problems},
        error::{Error, Result},
        permission::Permission,
        scope::Scope,
        tx::Tx,
    },
    prospecting::events::{RequestFact, happening},
};
use entity::{
    data_source,
    ids::{DataSourceId, JobId, LeadRequestId, PipelineId, WorkspaceId},
    job::{self, JobKind},
    json::{DataSourceIds, Degradations, LeadRequestFilters},
    lead_request::{ActiveModel, LeadRequestStatus, Model},
};
use sea_orm::{ActiveModelTrait, Set};
use serde_json::json;

/// Characters of a description.
const DESCRIPTION: std::ops::RangeInclusive<usize> = 10..=8_000;
/// The longest of them, in the widest letters.
pub const DESCRIPTION_BYTES: usize = 4 * 8_000;
/// People asked for.
pub const RESULTS: std::ops::RangeInclusive<i32> = 1..=100;
pub const DEFAULT_RESULTS: i32 = 25;

/// What somebody asks for.
#[derive(Clone, Debug)]
pub struct NewLeadRequest {
    /// Absent: the agency's only one.
    pub workspace: Option<WorkspaceId>,
    /// The ideal client, in the person's words: 10 to 8,000 characters.
    pub description: String,
    pub filters: LeadRequestFilters,
    /// Sources to ask; empty: all active ones.
    pub data_sources: Vec<DataSourceId>,
    /// 1 to 100.
    pub max_results: i32,
    pub save_to: Option<SaveTo>,
}

impl NewLeadRequest {
    /// Everything but the description as usual.
    #[must_use]
    pub fn of(description: impl Into<String>) -> Self {
        Self {
            workspace: None,
            description: description.into(),
            filters: LeadRequestFilters::default(),
            data_sources: vec![],
            max_results: DEFAULT_RESULTS,
            save_to: None,
        }
    }
}

/// Where the best are saved by themselves.
#[derive(Clone, Debug)]
pub struct SaveTo {
    pub target: SaveTarget,
    /// How many of the best; absent: all.
    pub count: Option<i32>,
}

/// Makes the request; work on it starts at once.
pub async fn create(app: &App, scope: &Scope, new: NewLeadRequest) -> Result<Model> {
    scope.require(Permission::Prospect)?;
    let mut tx = Tx::begin(app, scope).await?;
    let workspace = home::workspace(scope, new.workspace, &tx).await?;
    let sources = scope.get_all::<data_source::Entity>(&new.data_sources, &tx).await?;
    for (at, source) in sources.iter().enumerate() {
        if source.deleted_at.is_some() {
            return Err(Error::NotFound("data_source"));
        }
        if source.status == data_source::DataSourceStatus::Inactive {
            return Err(Error::invalid(
                format!("dataSourceIds.{at}"),
                "a data source in use; this one is INACTIVE",
            ));
        }
    }
    let new = checked(new)?;
    let board = match &new.save_to {
        Some(save) => Some(target::resolve(&mut tx, workspace.id, "saveTo", &save.target).await?),
        None => None,
    };
    let job = jobs::create(&mut tx, job(&new, workspace.id)).await?;
    let row = row(&tx, new, (workspace.id, board), job.id).insert(&tx).await?;
    tx.emit(&RequestFact::<happening::Created>::created(&row)).await?;
    tx.commit().await?;
    Ok(row)
}

fn checked(new: NewLeadRequest) -> Result<NewLeadRequest> {
    let mut problems = Problems::default();
    let text = check::prose(&new.description, *DESCRIPTION.end());
    let text = text.ok().filter(|text| text.chars().count() >= *DESCRIPTION.start());
    if text.is_none() {
        problems.add("description", "10 to 8,000 characters of text");
    }
    if !RESULTS.contains(&new.max_results) {
        problems.add("maxResults", "a number from 1 to 100");
    }
    let count = new.save_to.as_ref().and_then(|save| save.count);
    if count.is_some_and(|count| !(1..=new.max_results.max(1)).contains(&count)) {
        problems.add("saveTo.count", "a number from 1 to maxResults");
    }
    let filters = filters::checked(new.filters.clone(), &mut problems);
    problems.finish()?;
    Ok(NewLeadRequest { description: text.unwrap_or_default(), filters, ..new })
}

fn job(new: &NewLeadRequest, workspace: WorkspaceId) -> NewJob {
    NewJob {
        workspace: Some(workspace),
        search_criteria: json!({ "filters": new.filters }),
        config: json!({ "maxResults": new.max_results }),
        ..NewJob::of(JobKind::GenerateLeads)
    }
}

fn row(
    tx: &Tx,
    new: NewLeadRequest,
    (workspace, board): (WorkspaceId, Option<PipelineId>),
    job: JobId,
) -> ActiveModel {
    let save_count = new.save_to.as_ref().map(|save| save.count.unwrap_or(new.max_results));
    ActiveModel {
        id: Set(LeadRequestId::new()),
        agency_id: Set(tx.scope().agency()),
        workspace_id: Set(workspace),
        requested_by: Set(tx.scope().actor().columns().1),
        job_id: Set(Some(job)),
        description: Set(new.description),
        filters: Set(new.filters),
        data_source_ids: Set(DataSourceIds(new.data_sources)),
        profile: Set(None),
        max_results: Set(new.max_results),
        save_pipeline_id: Set(board),
        save_count: Set(save_count),
        status: Set(LeadRequestStatus::Queued),
        prospect_count: Set(0),
        degraded: Set(Degradations::default()),
        error: Set(None),
        completed_at: Set(None),
        version: Set(1),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
    }
}

/// The request of a job; for those who hold only the job.
pub async fn of_job(app: &App, scope: &Scope, job: &job::Model) -> Result<Option<Model>> {
    use entity::lead_request::{Column, Entity};
    use sea_orm::{ColumnTrait, QueryFilter};
    scope.require(Permission::Read)?;
    Ok(scope.find::<Entity>().filter(Column::JobId.eq(job.id)).one(&scope.read(app)).await?)
}
