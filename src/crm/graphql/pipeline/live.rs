//! A board as it changes.

use super::Pipeline;
use crate::{
    crm::{
        graphql::{PipelineCard, PipelineStage},
        pipelines,
    },
    graphql::{
        CtxExt, Id, Result,
        live::{Ask, ChangeMeta, Moment, changes},
        scalars::Cursor,
    },
    kernel::events::LoggedEvent,
};
use async_graphql::{ComplexObject, Context, SimpleObject, Subscription};
use entity::{
    event_kind::SubjectKind,
    ids::{PipelineCardId, PipelineId, PipelineStageId},
};
use futures_util::Stream;

/// Something happened to a board, one of its columns or one of its cards.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct PipelineChange {
    #[graphql(flatten)]
    meta: ChangeMeta,
    #[graphql(skip)]
    id: PipelineId,
    /// The card it happened to; null for what happened to the pipeline or a stage, and in the first message.
    card_id: Option<Id<PipelineCardId>>,
    /// The stage it happened to, or the one the card came to; null for what happened to the pipeline, and in the first message.
    stage_id: Option<Id<PipelineStageId>>,
}

impl PipelineChange {
    fn of(id: PipelineId, moment: &Moment) -> Option<Self> {
        let Some(event) = moment.event.as_deref() else {
            return Some(Self { meta: moment.into(), id, card_id: None, stage_id: None });
        };
        is_about(id, event).then(|| Self {
            meta: moment.into(),
            id,
            card_id: event.id_of(SubjectKind::PipelineCard).map(|id| PipelineCardId(id).into()),
            stage_id: event.id_of(SubjectKind::PipelineStage).map(|id| PipelineStageId(id).into()),
        })
    }
}

/// A board's own events, those of its columns and of its cards; not what else names the board in passing.
fn is_about(id: PipelineId, event: &LoggedEvent) -> bool {
    use SubjectKind::{Pipeline, PipelineCard, PipelineStage};
    let is_board = matches!(event.subject.kind, Pipeline | PipelineStage | PipelineCard);
    is_board && event.touches(Pipeline, id.0)
}

#[ComplexObject]
impl PipelineChange {
    /// The pipeline, as it is when the message is made; null when it is deleted.
    async fn pipeline(&self, ctx: &Context<'_>) -> Result<Option<Pipeline>> {
        Pipeline::find(ctx, self.id).await
    }

    /// The card it happened to, as it is when the message is made; null when there is none, or it is removed.
    async fn card(&self, ctx: &Context<'_>) -> Result<Option<PipelineCard>> {
        let Some(id) = self.card_id else { return Ok(None) };
        PipelineCard::find(ctx, id.0).await
    }

    /// The stage of `stageId`, as it is when the message is made; null when there is none, or it is deleted.
    async fn stage(&self, ctx: &Context<'_>) -> Result<Option<PipelineStage>> {
        let Some(id) = self.stage_id else { return Ok(None) };
        PipelineStage::find(ctx, id.0).await
    }
}

#[derive(Default)]
pub struct PipelineSubscription;

#[Subscription]
impl PipelineSubscription {
    /// A pipeline: as it is now, then every change of it, its stages and its cards.
    async fn pipeline_changes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which pipeline.")] id: Id<PipelineId>,
        #[graphql(desc = "Go on after this cursor, without the first message.")] after: Option<Cursor>,
    ) -> Result<impl Stream<Item = Result<PipelineChange>>> {
        let may_open = async { pipelines::get(ctx.app(), ctx.scope()?, id.0).await.map(|_| ()) };
        let ask = Ask { after, has_snapshot: true };
        changes(ctx, ask, may_open, move |moment| PipelineChange::of(id.0, moment)).await
    }
}
