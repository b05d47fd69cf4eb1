//! Schedules on Query.

use super::Schedule;
use crate::{
    graphql::{Connection, CtxExt, Id, Result, connect, connection::page_args},
    jobs::schedules,
};
use async_graphql::{Context, Object};
use entity::ids::ScheduleId;

#[derive(Default)]
pub struct ScheduleQuery;

#[Object]
impl ScheduleQuery {
    /// One schedule.
    async fn schedule(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its id.")] id: Id<ScheduleId>,
    ) -> Result<Schedule> {
        Ok(schedules::get(ctx.app(), ctx.scope()?, id.0).await?.into())
    }

    /// The agency's schedules, newest first.
    async fn schedules(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first so many, 1 to 100; 25 when absent.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<String>,
        #[graphql(desc = "The last so many instead.")] last: Option<i32>,
        #[graphql(desc = "Before this cursor.")] before: Option<String>,
        #[graphql(desc = "Only those that stand still (true), or do not (false).")] paused: Option<bool>,
    ) -> Result<Connection<Schedule>> {
        let (app, scope) = (ctx.app().clone(), ctx.scope()?.clone());
        let args = page_args(first, after, last, before);
        let page = connect(args, async |args| schedules::list(&app, &scope, paused, &args).await).await?;
        Ok(page.counted_by(move || schedules::count(app.clone(), scope.clone(), paused)))
    }
}
