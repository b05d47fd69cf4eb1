//! One execution of a live root for one moment, for everybody in its group.

use crate::{
    graphql::live::{Delivery, Moment},
    http::{
        answer::Answer,
        doors::Doors,
        ops::metrics,
        run::{Admitted, finish},
    },
    kernel::{caller::Caller, scope::Scope},
};
use futures_util::StreamExt;
use std::sync::Arc;

/// What a group executes: the operation, and the rights its members have in common.
#[derive(Clone)]
pub struct Execution {
    pub asked: Arc<Admitted>,
    /// Nobody's in particular.
    pub scope: Scope,
}

impl Execution {
    /// The message of this moment, as JSON; `None`: there is none.
    pub async fn run(&self, doors: &Doors, moment: Moment) -> Option<Arc<str>> {
        let caller = Caller { scope: Some(self.scope.clone()), ..Caller::default() };
        let request = self.asked.request(caller).data(Delivery(moment));
        let response = doors.schema().execute_stream(request).next().await?;
        metrics::executed();
        // What it cost was told when it was opened, and to its payer only.
        let answer = Answer { spent: None, ..finish(response, &self.asked, "") };
        Some(text(&answer))
    }
}

/// JSON text, shared from here on.
pub fn text(value: &impl serde::Serialize) -> Arc<str> {
    serde_json::to_string(value).unwrap_or_else(|_| "{}".into()).into()
}
