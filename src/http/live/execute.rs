//! One execution of a live root for one moment, for everybody in its group.

use crate::{
    graphql::live::{Delivery, Moment, Plan},
    http::{
        answer::Answer,
        doors::Doors,
        ops::metrics,
        run::{Admitted, finish},
    },
    kernel::{
        caller::Caller,
        error::{Error, Result},
        live,
        scope::Scope,
    },
};
use futures_util::StreamExt;
use std::sync::Arc;
use tokio_util::task::AbortOnDropHandle;

/// Events read at once by who is catching up.
const PAGE: u64 = 100;

/// What a group executes: the operation, and the rights its members have in common.
#[derive(Clone)]
pub struct Execution {
    pub asked: Arc<Admitted>,
    /// Nobody's in particular.
    pub scope: Scope,
}

impl Execution {
    /// The message of this moment, as JSON; `None`: there is none. In a task of its own: whoever waits for it may be polled
    /// no more while a client does not read, and would sit on a database connection.
    pub async fn run(&self, doors: &Doors, moment: Moment) -> Option<Arc<str>> {
        let (doors, execution) = (doors.clone(), self.clone());
        let task = tokio::spawn(async move { execution.message(&doors, moment).await });
        AbortOnDropHandle::new(task).await.ok().flatten()
    }

    async fn message(&self, doors: &Doors, moment: Moment) -> Option<Arc<str>> {
        let caller = Caller { scope: Some(self.scope.on_a_line()), ..Caller::default() };
        let request = self.asked.request(caller).data(Delivery(moment));
        let response = doors.schema().execute_stream(request).next().await?;
        metrics::executed();
        // What it cost was told when it was opened, and to its payer only.
        let answer = Answer { spent: None, ..finish(response, &self.asked, "") };
        Some(text(&answer))
    }

    /// A page of the log after `cursor`: the messages with their numbers, and how far it went. Also in a task of its own.
    pub async fn page(&self, doors: &Doors, plan: &Plan, cursor: i64) -> Result<(Vec<(i64, Arc<str>)>, i64)> {
        let (doors, execution, plan) = (doors.clone(), self.clone(), plan.clone());
        let task = tokio::spawn(async move {
            let (events, reached) = live::read(doors.app(), &execution.scope, cursor, PAGE).await?;
            let mut messages = vec![];
            for event in events.into_iter().filter(|event| (plan.matches)(event)) {
                let seq = event.seq;
                if let Some(text) = execution.message(&doors, Moment::of(event)).await {
                    messages.push((seq, text));
                }
            }
            Ok((messages, reached))
        });
        AbortOnDropHandle::new(task).await.map_err(Error::internal)?
    }
}

/// JSON text, shared from here on.
pub fn text(value: &impl serde::Serialize) -> Arc<str> {
    serde_json::to_string(value).unwrap_or_else(|_| "{}".into()).into()
}
