//! Lead requests on Subscription.

use super::LeadRequest;
use crate::{
    graphql::{
        CtxExt, Id, Result,
        live::{Ask, ChangeMeta, Moment, changes},
        scalars::Cursor,
    },
    prospecting::requests,
};
use async_graphql::{ComplexObject, Context, SimpleObject, Subscription};
use entity::{event_kind::SubjectKind, ids::LeadRequestId};
use futures_util::Stream;

/// Something that happened to a lead request, or to one of its prospects.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct LeadRequestChange {
    #[graphql(flatten)]
    meta: ChangeMeta,
    #[graphql(skip)]
    id: LeadRequestId,
}

#[ComplexObject]
impl LeadRequestChange {
    /// The request, as it is when this message is made.
    async fn lead_request(&self, ctx: &Context<'_>) -> Result<LeadRequest> {
        LeadRequest::required(ctx, self.id).await
    }
}

#[derive(Default)]
pub struct LeadRequestSubscription;

#[Subscription]
impl LeadRequestSubscription {
    /// One lead request: how it is now, then each step of it. Progress comes at most twice a second.
    async fn lead_request_progress(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which request.")] id: Id<LeadRequestId>,
        #[graphql(desc = "Go on after this cursor; then there is no first message.")] after: Option<Cursor>,
    ) -> Result<impl Stream<Item = Result<LeadRequestChange>> + use<>> {
        let (app, scope, id) = (ctx.app().clone(), ctx.scope()?.clone(), id.0);
        let may_open = async move { requests::get(&app, &scope, id).await.map(drop) };
        changes(ctx, Ask { after, has_snapshot: true }, may_open, move |moment: &Moment| {
            let is_mine =
                moment.event.as_ref().is_none_or(|event| event.touches(SubjectKind::LeadRequest, id.0));
            is_mine.then(|| LeadRequestChange { meta: moment.into(), id })
        })
        .await
    }
}
