//! Lead requests on Mutation.

use super::LeadRequest;
use crate::{
    graphql::{CtxExt, Id, Result, scalars::Micros},
    prospecting::requests::{self, DEFAULT_RESULTS, NewLeadRequest, NewPipeline, SaveTarget, SaveTo},
};
use async_graphql::{Context, InputObject, Object};
use entity::{
    contact::Channel,
    ids::{DataSourceId, LeadRequestId, PipelineId, WorkspaceId},
    json::LeadRequestFilters,
    pipeline::PipelineTemplate,
};

/// What must hold for the people of a request. It beats what the description says; what is absent is read there.
#[derive(Debug, Default, InputObject)]
#[graphql(name = "LeadRequestFiltersInput")]
pub struct FiltersInput {
    /// Smallest yearly revenue of the company, in millionths of US dollars.
    revenue_min_micros: Option<Micros>,
    /// Largest yearly revenue of the company, in millionths of US dollars.
    revenue_max_micros: Option<Micros>,
    /// Fewest employees of the company.
    employees_min: Option<i32>,
    /// Most employees of the company.
    employees_max: Option<i32>,
    /// Countries, ISO 3166-1 alpha-2; at most 25.
    #[graphql(default)]
    countries: Vec<String>,
    /// Cities; at most 25.
    #[graphql(default)]
    cities: Vec<String>,
    /// Job titles; at most 25.
    #[graphql(default)]
    roles: Vec<String>,
    /// Ways to reach them.
    #[graphql(default)]
    preferred_channels: Vec<Channel>,
    /// What they need; at most 25.
    #[graphql(default)]
    needs: Vec<String>,
    /// What they can spend, in millionths of US dollars.
    budget_micros: Option<Micros>,
}

/// A pipeline to be made.
#[derive(Debug, InputObject)]
pub struct NewPipelineInput {
    /// What it is called.
    name: String,
    /// The stages it starts with: OUTREACH when absent; CUSTOM is for pipelineCreate.
    #[graphql(default_with = "PipelineTemplate::Outreach")]
    template: PipelineTemplate,
}

/// Where the best are saved by themselves: an existing pipeline, or a new one.
#[derive(Debug, InputObject)]
pub struct SaveToInput {
    /// An existing pipeline of the request's workspace. Give this or `newPipeline`.
    pipeline_id: Option<Id<PipelineId>>,
    /// A pipeline to be made. Give this or `pipelineId`.
    new_pipeline: Option<NewPipelineInput>,
    /// How many of the best, at most `maxResults`; all when absent.
    count: Option<i32>,
}

/// Whom somebody wants to meet.
#[derive(Debug, InputObject)]
pub struct LeadRequestCreateInput {
    /// For which workspace; may be absent where the agency has only one.
    workspace_id: Option<Id<WorkspaceId>>,
    /// The ideal client in your words: 10 to 8,000 characters.
    description: String,
    /// What must hold, beside the description.
    filters: Option<FiltersInput>,
    /// The data sources to ask; all active ones when absent or empty.
    #[graphql(default, validator(max_items = 50))]
    data_source_ids: Vec<Id<DataSourceId>>,
    /// How many people are wanted, 1 to 100.
    #[graphql(default_with = "DEFAULT_RESULTS")]
    max_results: i32,
    /// Save the best by themselves.
    save_to: Option<SaveToInput>,
}

impl From<FiltersInput> for LeadRequestFilters {
    fn from(f: FiltersInput) -> Self {
        Self {
            revenue_min_micros: f.revenue_min_micros.map(|least| least.0),
            revenue_max_micros: f.revenue_max_micros.map(|most| most.0),
            employees_min: f.employees_min,
            employees_max: f.employees_max,
            countries: f.countries,
            cities: f.cities,
            roles: f.roles,
            preferred_channels: f.preferred_channels,
            needs: f.needs,
            budget_micros: f.budget_micros.map(|budget| budget.0),
        }
    }
}

impl From<NewPipelineInput> for NewPipeline {
    fn from(input: NewPipelineInput) -> Self {
        Self { name: input.name, template: input.template }
    }
}

impl From<SaveToInput> for SaveTo {
    fn from(input: SaveToInput) -> Self {
        let new_pipeline =
            input.new_pipeline.map(|new| NewPipeline { name: new.name, template: new.template });
        let target = SaveTarget { pipeline: input.pipeline_id.map(|id| id.0), new_pipeline };
        Self { target, count: input.count }
    }
}

impl From<LeadRequestCreateInput> for NewLeadRequest {
    fn from(input: LeadRequestCreateInput) -> Self {
        Self {
            workspace: input.workspace_id.map(|id| id.0),
            description: input.description,
            filters: input.filters.unwrap_or_default().into(),
            data_sources: input.data_source_ids.into_iter().map(|id| id.0).collect(),
            max_results: input.max_results,
            save_to: input.save_to.map(Into::into),
        }
    }
}

/// Which request to stop.
#[derive(Debug, InputObject)]
pub struct LeadRequestCancelInput {
    /// Its id.
    id: Id<LeadRequestId>,
}

#[derive(Default)]
pub struct LeadRequestMutation;

#[Object]
impl LeadRequestMutation {
    /// Starts looking for people who fit a description. The answer comes at once; follow `leadRequestProgress`.
    async fn lead_request_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The ideal client in words and filters, how many, and where the best are saved.")]
        input: LeadRequestCreateInput,
    ) -> Result<LeadRequest> {
        Ok(requests::create(ctx.app(), ctx.scope()?, input.into()).await?.into())
    }

    /// Stops a request for good; what was found so far stays. To interrupt it, pause its job instead.
    async fn lead_request_cancel(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The lead request to stop.")] input: LeadRequestCancelInput,
    ) -> Result<LeadRequest> {
        Ok(requests::cancel(ctx.app(), ctx.scope()?, input.id.0).await?.into())
    }
}
