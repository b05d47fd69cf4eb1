//! One group: a task that follows the log and executes each event once, and the ring its members read.

use super::{
    execute::Execution,
    open::refusal,
    ring::{Next, Ring},
};
use crate::{
    graphql::live::{Moment, Plan},
    http::doors::Doors,
    kernel::{events::LoggedEvent, live},
};
use futures_util::StreamExt;
use std::sync::{Arc, PoisonError, RwLock, Weak};
use tokio::sync::watch;
use tokio_util::sync::{CancellationToken, DropGuard};

/// Events of a group executed at the same time; their order is kept.
const AT_ONCE: usize = 8;

/// Everybody who asks the same.
pub struct Group {
    pub(super) execution: Execution,
    ring: RwLock<Ring>,
    newest: watch::Sender<Newest>,
    #[expect(dead_code, reason = "stops the task when the last member leaves")]
    alive: DropGuard,
}

/// How far the group has come.
#[derive(Clone, Debug, Default)]
pub struct Newest {
    /// The number of its newest message.
    pub seq: i64,
    /// Why there will be no more: a list of errors, as JSON.
    pub failed: Option<Arc<str>>,
}

impl Group {
    /// Follows the log from here on, until the last member leaves.
    pub fn start(doors: &Doors, execution: Execution, plan: &Plan, from: i64) -> Arc<Self> {
        let stop = CancellationToken::new();
        let group = Arc::new(Self {
            ring: RwLock::new(Ring::from(from)),
            newest: watch::channel(Newest { seq: from, failed: None }).0,
            alive: stop.clone().drop_guard(),
            execution: execution.clone(),
        });
        tokio::spawn(work(doors.clone(), execution, plan.clone(), from, (Arc::downgrade(&group), stop)));
        group
    }

    pub fn after(&self, cursor: i64) -> Next {
        self.ring.read().unwrap_or_else(PoisonError::into_inner).after(cursor)
    }

    #[must_use]
    pub fn newest(&self) -> watch::Receiver<Newest> {
        self.newest.subscribe()
    }

    #[must_use]
    pub fn has_failed(&self) -> bool {
        self.newest.borrow().failed.is_some()
    }

    fn push(&self, seq: i64, text: Arc<str>) {
        self.ring.write().unwrap_or_else(PoisonError::into_inner).push(seq, text);
        self.newest.send_modify(|newest| newest.seq = seq);
    }

    fn fail(&self, errors: Arc<str>) {
        self.newest.send_modify(|newest| newest.failed = Some(errors));
    }
}

async fn work(
    doors: Doors,
    execution: Execution,
    plan: Plan,
    from: i64,
    (group, stop): (Weak<Group>, CancellationToken),
) {
    let following = live::follow(doors.app(), &execution.scope, from);
    let messages = following
        .map(|event| {
            let (doors, execution, plan) = (doors.clone(), execution.clone(), plan.clone());
            async move { message(&doors, &execution, &plan, event?).await }
        })
        .buffered(AT_ONCE);
    futures_util::pin_mut!(messages);
    loop {
        let next = tokio::select! {
            () = stop.cancelled() => return,
            next = messages.next() => next,
        };
        let Some(group) = group.upgrade() else { return };
        match next {
            Some(Ok(Some((seq, text)))) => group.push(seq, text),
            Some(Ok(None)) => {}
            Some(Err(error)) => return group.fail(refusal(error)),
            None => return,
        }
    }
}

async fn message(
    doors: &Doors,
    execution: &Execution,
    plan: &Plan,
    event: Arc<LoggedEvent>,
) -> crate::kernel::error::Result<Option<(i64, Arc<str>)>> {
    if !(plan.matches)(&event) {
        return Ok(None);
    }
    let seq = event.seq;
    Ok(execution.run(doors, Moment::of(event)).await.map(|text| (seq, text)))
}
