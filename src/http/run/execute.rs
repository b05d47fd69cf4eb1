//! Runs a query or a mutation that was admitted.

use super::{Admitted, once};
use crate::{
    graphql::guard::{Code, Refusal},
    http::{
        answer::{Answer, Asked, settle},
        doors::Doors,
        ops::metrics,
    },
    kernel::caller::Caller,
};
use async_graphql::{Response, Value, parser::types::OperationType};
use std::time::Duration;
use tokio::time::Instant;
use tracing::Instrument;

/// The answer, within the request's time. A mutation goes on to its end when nobody waits for it any longer: half a command
/// would be worse than one whose answer was lost.
pub async fn execute(doors: &Doors, caller: Caller, admitted: &Admitted) -> Answer {
    let started = Instant::now();
    let request_id = caller.origin.request_id.clone();
    let limit = Duration::from_millis(doors.config().server.request_timeout_ms);
    let running = async {
        // Before a key is claimed: that somebody looked is so whatever becomes of the command.
        if let Err(error) = admitted.note_operator(doors.app(), &caller).await {
            return once::failed(error, admitted, &request_id);
        }
        match admitted.kind {
            OperationType::Mutation => change(doors, caller, admitted).await,
            _ => once::plainly(doors, caller, admitted).await,
        }
    };
    let answer = match tokio::time::timeout(limit, running).await {
        Ok(answer) => answer,
        Err(_) => late(admitted, &request_id),
    };
    metrics::answered(admitted, &answer, started.elapsed());
    answer
}

async fn change(doors: &Doors, caller: Caller, admitted: &Admitted) -> Answer {
    let request_id = caller.origin.request_id.clone();
    let (doors, task) = (doors.clone(), admitted.clone());
    let work = async move {
        match &task.idempotency_key {
            Some(key) => once::answer(&doors, caller, &task, key).await,
            None => once::plainly(&doors, caller, &task).await,
        }
    };
    let done = tokio::spawn(work.in_current_span()).await;
    done.unwrap_or_else(|_| {
        refused(Refusal::new(Code::Internal, "Something went wrong on our side."), admitted, &request_id)
    })
}

fn late(admitted: &Admitted, request_id: &str) -> Answer {
    let message = match admitted.kind {
        OperationType::Mutation => {
            "This takes longer than a request may. It may still be carried out: look before you repeat it."
        }
        _ => "This takes longer than a request may: ask for less, or try again.",
    };
    refused(Refusal::new(Code::Unavailable, message).retry_after(1), admitted, request_id)
}

fn refused(refusal: Refusal, admitted: &Admitted, request_id: &str) -> Answer {
    finish(Response::from_errors(vec![refusal.into()]), admitted, request_id)
}

/// Without a path in any error nothing was run, and there is no `data`.
pub fn finish(response: Response, admitted: &Admitted, request_id: &str) -> Answer {
    let Response { mut errors, data, .. } = response;
    let has_run = data != Value::Null || errors.iter().any(|error| !error.path.is_empty());
    settle(
        &mut errors,
        Some(&Asked { parsed: &admitted.parsed, variables: &admitted.variables }),
        request_id,
    );
    Answer {
        data: has_run.then_some(data),
        errors,
        spent: Some(admitted.spent),
        request_id: request_id.to_owned(),
    }
}
