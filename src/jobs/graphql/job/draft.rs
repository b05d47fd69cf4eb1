//! A job as somebody describes it: for `jobCreate` and for schedules.

use crate::{
    graphql::{Id, scalars::Micros},
    jobs::{Draft, Limits},
};
use async_graphql::{InputObject, Json, Object, SimpleObject};
use entity::{
    ids::{CampaignId, DataSourceId, LeadListId, WorkspaceId},
    job::JobKind,
};
use serde_json::{Value, json};

/// How far a job may go.
#[derive(Clone, Copy, Debug, Default, InputObject)]
pub struct JobLimitsInput {
    /// Records read at most, 1 to 1,000,000; absent: all there are, up to 1,000,000. The job says when there is more.
    records: Option<i32>,
    /// Spent at most, in millionths of US dollars; absent: what the agency and the workspace may.
    cost_micros: Option<Micros>,
    /// Whoever scores less against the criteria is not kept, 0 to 100.
    min_score: Option<i32>,
}

/// A job to be. Which fields a kind takes is said at `jobCreate`.
#[derive(Clone, Debug, InputObject)]
pub struct JobTemplateInput {
    /// Which kind of work. Kinds that another operation makes jobs of are refused, naming it.
    kind: JobKind,
    /// For which workspace; may be absent where the agency has only one, or the list says it.
    workspace_id: Option<Id<WorkspaceId>>,
    /// The data source to read.
    data_source_id: Option<Id<DataSourceId>>,
    /// SCRAPE: the campaign that those who are kept join.
    campaign_id: Option<Id<CampaignId>>,
    /// SCRAPE: the list that those who are kept join. ENRICH and VERIFY: the list that is worked on.
    lead_list_id: Option<Id<LeadListId>>,
    /// SCRAPE: the name of a new list instead; without either, one is made and named after the source and the day.
    new_list_name: Option<String>,
    /// What to look for. SCRAPE: an object with any of `titles`, `seniorities`, `departments`, `industries`, `countries`,
    /// `cities`, `keywords`, `companyDomains` (lists of texts), `employeesMin`, `employeesMax`, `revenueMin`, `revenueMax`
    /// (numbers; revenue in US dollars a year). A HUNTER source needs `companyDomains`.
    search_criteria: Option<Json<Value>>,
    /// How. ENRICH: `fields`, as at `leadsEnrich`.
    config: Option<Json<Value>>,
    /// How far it may go.
    limits: Option<JobLimitsInput>,
}

impl From<JobTemplateInput> for Draft {
    fn from(input: JobTemplateInput) -> Self {
        let object = |json: Option<Json<Value>>| json.map_or_else(|| json!({}), |json| json.0);
        let JobLimitsInput { records, cost_micros, min_score } = input.limits.unwrap_or_default();
        Self {
            kind: input.kind,
            workspace: input.workspace_id.map(|id| id.0),
            campaign: input.campaign_id.map(|id| id.0),
            data_source: input.data_source_id.map(|id| id.0),
            list: input.lead_list_id.map(|id| id.0),
            new_list: input.new_list_name,
            search_criteria: object(input.search_criteria),
            config: object(input.config),
            limits: Limits { records, cost_micros: cost_micros.map(|cost| cost.0), min_score },
        }
    }
}

/// How far a job may go.
#[derive(Clone, Copy, Debug, SimpleObject)]
pub struct JobLimits {
    /// Records read at most.
    records: Option<i32>,
    /// Spent at most, in millionths of US dollars.
    cost_micros: Option<Micros>,
    /// Whoever scores less is not kept, 0 to 100.
    min_score: Option<i32>,
}

/// A job to be, as somebody described it.
pub struct JobTemplate(pub Draft);

/// A job to be, as somebody described it.
#[Object]
impl JobTemplate {
    /// Which kind of work.
    fn kind(&self) -> JobKind {
        self.0.kind
    }

    /// For which workspace, if it was said.
    fn workspace_id(&self) -> Option<Id<WorkspaceId>> {
        self.0.workspace.map(Id)
    }

    /// The data source to read.
    fn data_source_id(&self) -> Option<Id<DataSourceId>> {
        self.0.data_source.map(Id)
    }

    /// The campaign that is filled.
    fn campaign_id(&self) -> Option<Id<CampaignId>> {
        self.0.campaign.map(Id)
    }

    /// The list that is filled or worked on.
    fn lead_list_id(&self) -> Option<Id<LeadListId>> {
        self.0.list.map(Id)
    }

    /// The name of a list that each job makes for itself.
    fn new_list_name(&self) -> Option<&str> {
        self.0.new_list.as_deref()
    }

    /// What is looked for.
    fn search_criteria(&self) -> Json<&Value> {
        Json(&self.0.search_criteria)
    }

    /// Settings of its kind of job, as `jobCreate` takes them.
    fn config(&self) -> Json<&Value> {
        Json(&self.0.config)
    }

    /// How far it may go.
    fn limits(&self) -> JobLimits {
        let Limits { records, cost_micros, min_score } = self.0.limits;
        JobLimits { records, cost_micros: cost_micros.map(Micros), min_score }
    }
}
