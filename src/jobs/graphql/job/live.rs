//! Jobs on Subscription.

use super::Job;
use crate::{
    graphql::{
        CtxExt, Id, Result,
        live::{Ask, ChangeMeta, Moment, changes},
        scalars::Cursor,
    },
    jobs,
    kernel::{permission::Permission, scope::Visibility},
};
use async_graphql::{ComplexObject, Context, SimpleObject, Subscription};
use entity::{event_kind::SubjectKind, ids::JobId};
use futures_util::Stream;

/// Something that happened to a job.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct JobChange {
    #[graphql(flatten)]
    meta: ChangeMeta,
    #[graphql(skip)]
    id: JobId,
}

#[ComplexObject]
impl JobChange {
    /// The job, as it is when this message is made.
    async fn job(&self, ctx: &Context<'_>) -> Result<Job> {
        Job::required(ctx, self.id).await
    }
}

impl JobChange {
    /// An event whose subject is a job.
    fn of(moment: &Moment) -> Option<Self> {
        let subject = moment.event.as_ref()?.subject;
        (subject.kind == SubjectKind::Job).then(|| Self { meta: moment.into(), id: subject.id.into() })
    }
}

#[derive(Default)]
pub struct JobSubscription;

#[Subscription]
impl JobSubscription {
    /// One job: how it is now, then each change. Progress comes at most twice a second.
    async fn job_progress(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which job.")] id: Id<JobId>,
        #[graphql(desc = "Go on after this cursor; then there is no first message.")] after: Option<Cursor>,
    ) -> Result<impl Stream<Item = Result<JobChange>> + use<>> {
        let (app, scope, id) = (ctx.app().clone(), ctx.scope()?.clone(), id.0);
        let may_open = async move { jobs::get(&app, &scope, id).await.map(drop) };
        changes(ctx, Ask { after, has_snapshot: true }, may_open, move |moment| match moment.event {
            None => Some(JobChange { meta: moment.into(), id }),
            Some(_) => JobChange::of(moment).filter(|change| change.id == id),
        })
        .await
    }

    /// Every change of every job the caller may see.
    async fn job_changes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Go on after this cursor; without it, from now on.")] after: Option<Cursor>,
    ) -> Result<impl Stream<Item = Result<JobChange>> + use<>> {
        let scope = ctx.scope()?.clone();
        let sees = *scope.visibility() == Visibility::Agency;
        let may_open = async move { scope.require(Permission::Read) };
        changes(ctx, Ask { after, has_snapshot: false }, may_open, move |moment| {
            JobChange::of(moment).filter(|_| sees)
        })
        .await
    }
}
