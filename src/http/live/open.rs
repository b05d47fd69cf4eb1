//! Opening: any operation becomes a stream of messages, whichever door asks.

use super::{execute::text, member};
use crate::{
    graphql::{live::Slot, to_server_error},
    http::{
        answer::{Answer, settle},
        ask::Ask,
        doors::Doors,
        ops::metrics,
        run::{Admitted, admit, execute, finish},
    },
    identity::caller::still_valid,
    kernel::{caller::Caller, error::Error},
};
use async_graphql::{Pos, Response, ServerError, parser::types::OperationType};
use futures_util::{
    FutureExt, StreamExt,
    stream::{self, BoxStream},
};
use std::sync::Arc;
use tokio_util::task::AbortOnDropHandle;
use tracing::Instrument;

/// One message to a subscriber.
#[derive(Clone, Debug, PartialEq)]
pub enum Out {
    /// A result, as JSON.
    Next(Arc<str>),
    /// A list of errors, as JSON. Nothing comes after it.
    Failed(Arc<str>),
}

/// Runs any operation; what is refused comes as a message too.
pub fn run(doors: Doors, caller: Arc<Caller>, ask: Ask) -> BoxStream<'static, Out> {
    let request_id = caller.origin.request_id.clone();
    let started = async move {
        let started = match admit(&doors, &caller, &ask) {
            Ok(admitted) => match stands(&doors, &caller, &admitted).await {
                Ok(()) => open(&doors, &caller, admitted).await,
                Err(error) => Err(refused(error, &caller.origin.request_id)),
            },
            Err((refusal, _)) => {
                metrics::refused(refusal.code.name());
                let mut errors = vec![refusal.into()];
                settle(&mut errors, None, &caller.origin.request_id);
                Err(errors)
            }
        };
        started.unwrap_or_else(|errors| stream::once(std::future::ready(Out::Failed(text(&errors)))).boxed())
    };
    let span = tracing::info_span!("operation", request_id);
    // In a task of its own: see `Execution::run`.
    let opened = async move {
        let task = AbortOnDropHandle::new(tokio::spawn(started.instrument(span)));
        task.await.unwrap_or_else(|_| stream::once(std::future::ready(broken())).boxed())
    };
    opened.boxed().flatten_stream().boxed()
}

/// A socket ends within seconds when its caller's rights do; a query or a command is refused from that moment on, as it is at
/// every other door.
async fn stands(doors: &Doors, caller: &Caller, admitted: &Admitted) -> Result<(), Error> {
    if admitted.kind == OperationType::Subscription || still_valid(doors.app(), caller).await? {
        return Ok(());
    }
    Err(Error::BadCredentials("This sign-in is over, or its rights are others now: connect anew."))
}

/// What a subscriber hears of a panic.
fn broken() -> Out {
    Out::Failed(refusal(Error::bug("an operation panicked")))
}

/// The messages of an admitted operation, or why it cannot be opened.
pub async fn open(
    doors: &Doors,
    caller: &Caller,
    admitted: Admitted,
) -> Result<BoxStream<'static, Out>, Vec<ServerError>> {
    if admitted.kind != OperationType::Subscription {
        let answer = execute(doors, caller.clone(), &admitted).await;
        return once(answer);
    }
    admitted
        .note_operator(doors.app(), caller)
        .await
        .map_err(|error| refused(error, &caller.origin.request_id))?;
    let slot = Slot::default();
    let request = admitted.request(caller.clone()).data(slot.clone());
    let mut responses = doors.schema().execute_stream(request);
    let first = tokio::select! {
        biased;
        first = responses.next() => first,
        // It may be long until there is something to say; that the stream is open is known now.
        () = slot.stood() => return Ok(going_on(responses, admitted, caller.origin.request_id.clone())),
    };
    match (slot.take(), first) {
        (Some(plan), _) => {
            let joined = match caller.scope() {
                Ok(scope) => doors.groups().join(doors, admitted, scope, &plan).await,
                Err(error) => Err(error),
            };
            let group = joined.map_err(|error| refused(error, &caller.origin.request_id))?;
            Ok(member::messages(doors.clone(), group, plan).boxed())
        }
        (None, Some(first)) => direct(first, responses, admitted, caller.origin.request_id.clone()),
        (None, None) => Ok(stream::empty().boxed()),
    }
}

fn once(answer: Answer) -> Result<BoxStream<'static, Out>, Vec<ServerError>> {
    match answer.data {
        None => Err(answer.errors),
        Some(_) => Ok(stream::once(std::future::ready(Out::Next(text(&answer)))).boxed()),
    }
}

/// A root that is not over the event log streams by itself, for one subscriber.
fn direct(
    first: Response,
    rest: BoxStream<'static, Response>,
    admitted: Admitted,
    request_id: String,
) -> Result<BoxStream<'static, Out>, Vec<ServerError>> {
    let first = finish(first, &admitted, &request_id);
    let has_data = first.data.as_ref().is_some_and(|data| *data != async_graphql::Value::Null);
    if !has_data && !first.errors.is_empty() {
        return Err(first.errors);
    }
    let rest = going_on(rest, admitted, request_id);
    Ok(stream::once(std::future::ready(Out::Next(text(&first)))).chain(rest).boxed())
}

fn going_on(
    rest: BoxStream<'static, Response>,
    admitted: Admitted,
    request_id: String,
) -> BoxStream<'static, Out> {
    rest.map(move |response| Out::Next(text(&finish(response, &admitted, &request_id)))).boxed()
}

fn refused(error: Error, request_id: &str) -> Vec<ServerError> {
    let mut error = to_server_error(error, Pos::default());
    error.locations.clear();
    let mut errors = vec![error];
    settle(&mut errors, None, request_id);
    errors
}

/// The same as JSON, for a stream that ends with it.
pub(super) fn refusal(error: Error) -> Arc<str> {
    text(&refused(error, ""))
}
