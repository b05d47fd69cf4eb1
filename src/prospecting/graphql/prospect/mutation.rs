//! Prospects on Mutation.

use super::Prospect;
use crate::{
    crm::graphql::{Lead, PipelineCard},
    graphql::{CtxExt, Id, Result},
    kernel::error::Error,
    prospecting::{
        graphql::lead_request::NewPipelineInput,
        prospects::{self, Destination, Saved},
        requests::SaveTarget,
    },
};
use async_graphql::{Context, Enum, InputObject, Object, SimpleObject};
use entity::ids::{LeadListId, PipelineId, PipelineStageId, ProspectId};

/// Whom to save, and where.
#[derive(Debug, InputObject)]
pub struct ProspectSaveInput {
    /// The prospect.
    id: Id<ProspectId>,
    /// The pipeline to put a card on. Give this, or `newPipeline`, or neither: then there is no card.
    pipeline_id: Option<Id<PipelineId>>,
    /// A pipeline to be made, instead.
    new_pipeline: Option<NewPipelineInput>,
    /// The stage for a new card; the first when absent.
    stage_id: Option<Id<PipelineStageId>>,
    /// A list to add the lead to.
    list_id: Option<Id<LeadListId>>,
}

/// Whom to save together, and where.
#[derive(Debug, InputObject)]
pub struct ProspectsSaveInput {
    /// The prospects, of one workspace; at most 100.
    #[graphql(validator(min_items = 1, max_items = 100))]
    ids: Vec<Id<ProspectId>>,
    /// The pipeline to put cards on. Give this, or `newPipeline`, or neither: then there are no cards.
    pipeline_id: Option<Id<PipelineId>>,
    /// A pipeline to be made, instead.
    new_pipeline: Option<NewPipelineInput>,
    /// The stage for new cards; the first when absent.
    stage_id: Option<Id<PipelineStageId>>,
    /// A list to add the leads to.
    list_id: Option<Id<LeadListId>>,
    /// A key for each of `ids`, in their order: one that was saved under its key before gets the outcome it got then. Good for
    /// 24 hours.
    #[graphql(validator(max_items = 100))]
    item_keys: Option<Vec<String>>,
}

fn destination(
    (pipeline, new): (Option<Id<PipelineId>>, Option<NewPipelineInput>),
    stage: Option<Id<PipelineStageId>>,
    list: Option<Id<LeadListId>>,
) -> Destination {
    let board = SaveTarget { pipeline: pipeline.map(|id| id.0), new_pipeline: new.map(Into::into) };
    Destination { board, stage: stage.map(|id| id.0), list: list.map(|id| id.0) }
}

/// A prospect that is a lead now.
#[derive(SimpleObject)]
pub struct ProspectSaved {
    /// The prospect.
    prospect: Prospect,
    /// The lead: found by its address, LinkedIn profile or number and completed, or made.
    lead: Lead,
    /// Its card on the pipeline; the one that was there, if it had one. Null when no pipeline was named.
    card: Option<PipelineCard>,
}

impl From<Saved> for ProspectSaved {
    fn from(saved: Saved) -> Self {
        Self { prospect: saved.prospect.into(), lead: saved.lead.into(), card: saved.card.map(Into::into) }
    }
}

/// What became of one of many.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum ProspectSaveStatus {
    /// It is a lead now.
    Saved,
    /// It was refused; `message` says why.
    Refused,
    /// There is no such prospect.
    NotFound,
    /// Its key was used for another prospect or another place; nothing was done.
    IdempotencyMismatch,
}

/// What became of one of many.
#[derive(SimpleObject)]
pub struct ProspectSaveOutcome {
    /// Which one.
    id: Id<ProspectId>,
    /// What became of it.
    status: ProspectSaveStatus,
    /// Why it was refused.
    message: Option<String>,
    /// What it became.
    saved: Option<ProspectSaved>,
}

impl From<(ProspectId, crate::kernel::error::Result<Saved>)> for ProspectSaveOutcome {
    fn from((id, outcome): (ProspectId, crate::kernel::error::Result<Saved>)) -> Self {
        let (status, message, saved) = match outcome {
            Ok(saved) => (ProspectSaveStatus::Saved, None, Some(saved.into())),
            Err(Error::NotFound("prospect")) => (ProspectSaveStatus::NotFound, None, None),
            Err(error @ Error::IdempotencyMismatch) => {
                (ProspectSaveStatus::IdempotencyMismatch, Some(error.to_string()), None)
            }
            Err(error) => (ProspectSaveStatus::Refused, Some(error.to_string()), None),
        };
        Self { id: id.into(), status, message, saved }
    }
}

/// What became of many.
#[derive(SimpleObject)]
pub struct ProspectsSaved {
    /// How many are leads now.
    saved_count: usize,
    /// How many are not.
    refused_count: usize,
    /// Each of them.
    outcomes: Vec<ProspectSaveOutcome>,
}

/// Which prospect to put aside.
#[derive(Debug, InputObject)]
pub struct ProspectDismissInput {
    /// Its id.
    id: Id<ProspectId>,
}

#[derive(Default)]
pub struct ProspectMutation;

#[Object]
impl ProspectMutation {
    /// Saves a prospect as a lead, merged into the one that is this person already, and puts a card on a pipeline. Where each
    /// value came from goes with it. Saving twice gives the same lead and the same card.
    async fn prospect_save(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The prospect, and the list and stage it goes to.")] input: ProspectSaveInput,
    ) -> Result<ProspectSaved> {
        let to = destination((input.pipeline_id, input.new_pipeline), input.stage_id, input.list_id);
        Ok(prospects::save(ctx.app(), ctx.scope()?, input.id.0, to).await?.into())
    }

    /// The same for many; who cannot be saved is refused one by one.
    async fn prospects_save(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The prospects, and the list and stage they go to.")] input: ProspectsSaveInput,
    ) -> Result<ProspectsSaved> {
        let to = destination((input.pipeline_id, input.new_pipeline), input.stage_id, input.list_id);
        let ids: Vec<ProspectId> = input.ids.into_iter().map(|id| id.0).collect();
        let all = prospects::save_many(ctx.app(), ctx.scope()?, (&ids, input.item_keys), to).await?;
        let saved_count = all.iter().filter(|(_, outcome)| outcome.is_ok()).count();
        let refused_count = all.len() - saved_count;
        Ok(ProspectsSaved { saved_count, refused_count, outcomes: all.into_iter().map(Into::into).collect() })
    }

    /// Puts a prospect aside: it stays on record and is not enriched any further.
    async fn prospect_dismiss(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The prospect to put aside.")] input: ProspectDismissInput,
    ) -> Result<Prospect> {
        Ok(prospects::dismiss(ctx.app(), ctx.scope()?, input.id.0).await?.into())
    }
}
