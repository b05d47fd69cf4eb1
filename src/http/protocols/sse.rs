//! graphql-sse in distinct connections mode: one operation, one stream of events (github.com/enisdenjo/graphql-sse, PROTOCOL.md).

use super::Peer;
use crate::{
    graphql::guard::{Code, Refusal},
    http::{
        answer::{Answer, Refused, settle},
        ask::{Ask, accept::Media, body, request_id::RequestId, url},
        doors::Doors,
        live::{self, Out},
        ops::metrics::{self, Counted},
        run::{Payer, Seat, Vigil, admit},
    },
    kernel::caller::Caller,
};
use async_graphql::parser::types::OperationType;
use axum::{
    Extension,
    body::{Body, Bytes},
    extract::{ConnectInfo, RawQuery, State},
    http::{
        HeaderMap, HeaderName, HeaderValue, StatusCode,
        header::{CACHE_CONTROL, CONTENT_TYPE},
    },
    response::Response,
};
use futures_util::{
    StreamExt,
    stream::{self, BoxStream},
};
use std::{convert::Infallible, time::Duration};
use tokio::sync::mpsc;

/// Events waiting for a client to read them; more are not made.
const WAITING: usize = 4;
/// A comment: it opens the stream at once, and keeps it open.
const COMMENT: Bytes = Bytes::from_static(b":\n\n");
const COMPLETE: Bytes = Bytes::from_static(b"event: complete\ndata: \n\n");

pub async fn post(
    State(doors): State<Doors>,
    Extension(id): Extension<RequestId>,
    ConnectInfo(peer): Peer,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let origin = doors.origin(&headers, peer.ip(), &id);
    let read = body::read(&headers, body, &doors.config().server).await;
    let opened = async {
        let (caller, ask) = (doors.caller(&headers, origin).await?, read?.keyed_by(&headers));
        open(&doors, caller, ask, OperationType::Subscription).await
    };
    opened.await.unwrap_or_else(|refused: Refused| refused.into_http(Media::Response, &id.0))
}

pub async fn get(
    State(doors): State<Doors>,
    Extension(id): Extension<RequestId>,
    ConnectInfo(peer): Peer,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let origin = doors.origin(&headers, peer.ip(), &id);
    let read = url::read(&query.unwrap_or_default());
    let opened =
        async { open(&doors, doors.caller(&headers, origin).await?, read?, OperationType::Query).await };
    opened.await.unwrap_or_else(|refused: Refused| refused.into_http(Media::Response, &id.0))
}

/// What is refused is refused with a status; only what runs becomes a stream. `most`: by GET nothing is changed.
async fn open(doors: &Doors, caller: Caller, ask: Ask, most: OperationType) -> Result<Response, Refused> {
    let id = caller.origin.request_id.clone();
    let admitted = match admit(doors, &caller, &ask) {
        Ok(admitted) => admitted,
        Err((refusal, spent)) => {
            metrics::refused(refusal.code.name());
            let mut errors = vec![refusal.into()];
            settle(&mut errors, None, &id);
            return Ok(Answer { spent, ..Answer::refused(errors, &id) }.into_http(Media::Response));
        }
    };
    if admitted.kind == OperationType::Mutation && most == OperationType::Query {
        let refusal = Refusal::document("Mutations are sent by POST.");
        return Err(Refused::of(StatusCode::METHOD_NOT_ALLOWED, refusal).allow("POST"));
    }
    let places = doors.config().live.sockets_per_user;
    let Some(seat) = doors.seats().take(Payer::of(&caller), places) else {
        let message = format!("Too many connections: at most {places} per caller.");
        return Err(Refused::of(StatusCode::TOO_MANY_REQUESTS, Refusal::new(Code::LimitReached, message)));
    };
    match live::open(doors, &caller, admitted).await {
        Ok(messages) => Ok(stream(doors, &caller, messages, seat)),
        Err(errors) => Ok(Answer::refused(errors, &id).into_http(Media::Response)),
    }
}

fn stream(doors: &Doors, caller: &Caller, messages: BoxStream<'static, Out>, seat: Seat) -> Response {
    let (sender, receiver) = mpsc::channel(WAITING);
    let vigil = doors.vigils().over(doors, caller);
    doors.streams().spawn(pump(doors.clone(), vigil, messages, (sender, seat)));
    let events = stream::unfold(receiver, |mut receiver| async move {
        receiver.recv().await.map(|bytes| (Ok::<_, Infallible>(bytes), receiver))
    });
    let mut response = Response::new(Body::from_stream(events));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/event-stream; charset=utf-8"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache, no-transform"));
    // Or nginx keeps the events until it has a page of them.
    headers.insert(HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no"));
    response
}

/// Moves messages to the client until one side ends. A client that does not read is left after a while.
async fn pump(
    doors: Doors,
    mut vigil: Vigil,
    messages: BoxStream<'static, Out>,
    (sender, _seat): (mpsc::Sender<Bytes>, Seat),
) {
    let _counted = Counted::subscription();
    let live = &doors.config().live;
    let patience = Duration::from_millis(live.stalled_after_ms);
    let calm = Duration::from_millis(live.ping_interval_ms.max(1));
    let mut events = messages.map(event).chain(stream::once(std::future::ready(COMPLETE)));
    let pumping = async {
        if sender.send_timeout(COMMENT, patience).await.is_err() {
            return;
        }
        loop {
            let bytes = match tokio::time::timeout(calm, events.next()).await {
                Ok(Some(bytes)) => bytes,
                Ok(None) => return,
                Err(_) => COMMENT,
            };
            if sender.send_timeout(bytes, patience).await.is_err() {
                return;
            }
        }
    };
    tokio::select! {
        () = pumping => {}
        () = vigil.ended() => {}
        () = doors.draining().cancelled() => {}
        () = sender.closed() => {}
    }
}

/// One event. A failure in the midst of a stream is its last result.
fn event(out: Out) -> Bytes {
    metrics::message();
    match out {
        Out::Next(payload) => format!("event: next\ndata: {payload}\n\n").into(),
        Out::Failed(errors) => format!("event: next\ndata: {{\"errors\":{errors}}}\n\n").into(),
    }
}
