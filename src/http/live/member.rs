//! One subscriber of a group, at their own pace.

use super::{
    group::{Group, Newest},
    open::{Out, refusal},
    ring::Next,
};
use crate::{
    graphql::live::{Moment, Plan},
    http::doors::Doors,
    kernel::error::{Error, Result},
};
use futures_util::{Stream, stream};
use std::{collections::VecDeque, sync::Arc};
use tokio::sync::watch;

struct Member {
    doors: Doors,
    group: Arc<Group>,
    newest: watch::Receiver<Newest>,
    plan: Plan,
    /// Everything up to this number was told.
    cursor: i64,
    needs_snapshot: bool,
    /// Read while catching up, not told yet.
    ahead: VecDeque<(i64, Arc<str>)>,
    is_over: bool,
}

/// The messages after the plan's start, in order, without gaps or repeats.
pub fn messages(doors: Doors, group: Arc<Group>, plan: Plan) -> impl Stream<Item = Out> + Send {
    let member = Member {
        newest: group.newest(),
        cursor: plan.start,
        needs_snapshot: plan.has_snapshot,
        ahead: VecDeque::new(),
        is_over: false,
        doors,
        group,
        plan,
    };
    stream::unfold(member, |mut member| async move { Some((member.next().await?, member)) })
}

impl Member {
    async fn next(&mut self) -> Option<Out> {
        if self.is_over {
            return None;
        }
        if std::mem::take(&mut self.needs_snapshot) {
            // Boxed: a member spends its life waiting, and would carry the room for this all the time.
            if let Some(text) = Box::pin(self.snapshot()).await {
                return Some(Out::Next(text));
            }
        }
        match self.message().await {
            Ok(text) => Some(Out::Next(text)),
            Err(errors) => {
                self.is_over = true;
                Some(Out::Failed(errors))
            }
        }
    }

    async fn snapshot(&self) -> Option<Arc<str>> {
        let execution = &self.group.execution;
        let now = Moment::snapshot(self.doors.app(), &execution.scope, self.cursor);
        execution.run(&self.doors, now).await
    }

    async fn message(&mut self) -> Result<Arc<str>, Arc<str>> {
        loop {
            if let Some((seq, text)) = self.ahead.pop_front() {
                self.cursor = self.cursor.max(seq);
                return Ok(text);
            }
            match self.group.after(self.cursor) {
                Next::Message(seq, text) => {
                    self.cursor = seq;
                    return Ok(text);
                }
                Next::Nothing => self.wait().await?,
                Next::Forgotten => Box::pin(self.catch_up()).await.map_err(refusal)?,
            }
        }
    }

    async fn wait(&mut self) -> Result<(), Arc<str>> {
        let cursor = self.cursor;
        let newest = self.newest.wait_for(|newest| newest.seq > cursor || newest.failed.is_some()).await;
        match newest {
            Ok(newest) if newest.seq > cursor => Ok(()),
            Ok(newest) => Err(newest.failed.clone().unwrap_or_else(|| "[]".into())),
            Err(_) => Err("[]".into()),
        }
    }

    /// Reads the log alone.
    async fn catch_up(&mut self) -> Result<()> {
        let page = self.group.execution.page(&self.doors, &self.plan, self.cursor);
        let (messages, reached) = page.await?;
        if reached == self.cursor {
            // The group knows of later events, and the log has none: they were too old to be kept.
            return Err(Error::CursorExpired(
                "Events this old are no longer kept: fetch the objects again, then subscribe without `after`."
                    .into(),
            ));
        }
        self.ahead.extend(messages);
        // What did not concern us was read as well: the next page begins behind it, once these are told.
        match self.ahead.back_mut() {
            Some((last, _)) => *last = reached,
            None => self.cursor = reached,
        }
        Ok(())
    }
}
