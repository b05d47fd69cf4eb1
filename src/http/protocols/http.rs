//! `POST /graphql` and `GET /graphql`: GraphQL over HTTP.

use super::{Peer, sse, ws};
use crate::http::{
    answer::{Answer, Refused, settle},
    ask::{
        Ask,
        accept::{Media, wants_events},
        body,
        request_id::RequestId,
        url,
    },
    doors::Doors,
    files,
    ops::metrics,
    run::{Admitted, admit, execute},
};
use crate::{
    graphql::guard::{Code, Refusal},
    kernel::caller::Caller,
};
use async_graphql::parser::types::OperationType;
use axum::{
    Extension,
    body::Body,
    extract::{ConnectInfo, RawQuery, State, WebSocketUpgrade, ws::rejection::WebSocketUpgradeRejection},
    http::{HeaderMap, StatusCode},
    response::Response,
};

/// A query or a mutation.
pub async fn post(
    State(doors): State<Doors>,
    Extension(id): Extension<RequestId>,
    ConnectInfo(peer): Peer,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let media = match Media::wanted(&headers) {
        Some(media) => media,
        // Some clients stream over the one address they know.
        None if wants_events(&headers) => {
            return sse::post(State(doors), Extension(id), ConnectInfo(peer), headers, body).await;
        }
        None => return not_acceptable(&id),
    };
    if files::is_multipart(&headers) {
        return files::post(&doors, &id, peer.ip(), (&headers, body), media).await;
    }
    let ask = match body::read(&headers, body, &doors.config().server).await {
        Ok(ask) => ask,
        Err(refused) => return refused.into_http(media, &id.0),
    };
    let caller = match doors.caller(&headers, doors.origin(&headers, peer.ip(), &id)).await {
        Ok(caller) => caller,
        Err(refused) => return refused.into_http(media, &id.0),
    };
    answer(&doors, caller, &ask.keyed_by(&headers), OperationType::Mutation, media).await
}

/// A query; or, where the client asks to change protocols, a socket.
pub async fn get_or_upgrade(
    doors: State<Doors>,
    id: Extension<RequestId>,
    peer: Peer,
    query: RawQuery,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
    headers: HeaderMap,
) -> Response {
    match upgrade {
        Ok(upgrade) => ws::upgrade(doors, id, peer, headers, upgrade).await,
        Err(_) => get(doors, id, peer, query, headers).await,
    }
}

async fn get(
    State(doors): State<Doors>,
    Extension(id): Extension<RequestId>,
    ConnectInfo(peer): Peer,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let Some(media) = Media::wanted(&headers) else { return not_acceptable(&id) };
    let ask = match url::read(&query.unwrap_or_default()) {
        Ok(ask) => ask,
        Err(refused) => return refused.into_http(media, &id.0),
    };
    let caller = match doors.caller(&headers, doors.origin(&headers, peer.ip(), &id)).await {
        Ok(caller) => caller,
        Err(refused) => return refused.into_http(media, &id.0),
    };
    answer(&doors, caller, &ask, OperationType::Query, media).await
}

/// `most`: what this method may do.
async fn answer(doors: &Doors, caller: Caller, ask: &Ask, most: OperationType, media: Media) -> Response {
    let id = caller.origin.request_id.clone();
    let admitted = match admit(doors, &caller, ask) {
        Ok(admitted) => admitted,
        Err((refusal, spent)) => {
            metrics::refused(refusal.code.name());
            let mut errors = vec![refusal.into()];
            settle(&mut errors, None, &id);
            return Answer { spent, ..Answer::refused(errors, &id) }.into_http(media);
        }
    };
    if let Some(refused) = wrong_door(&admitted, most) {
        return refused.into_http(media, &id);
    }
    execute(doors, caller, &admitted).await.into_http(media)
}

fn wrong_door(admitted: &Admitted, most: OperationType) -> Option<Refused> {
    match admitted.kind {
        OperationType::Subscription => {
            let refusal = Refusal::document("Subscriptions travel over `/graphql/ws` or `/graphql/stream`.");
            Some(Refused::of(StatusCode::BAD_REQUEST, refusal))
        }
        OperationType::Mutation if most == OperationType::Query => {
            let refusal = Refusal::document("Mutations are sent by POST.");
            Some(Refused::of(StatusCode::METHOD_NOT_ALLOWED, refusal).allow("POST"))
        }
        _ => None,
    }
}

fn not_acceptable(id: &RequestId) -> Response {
    let message = "Answers are `application/graphql-response+json` or `application/json`.";
    let refusal = Refusal::new(Code::BadUserInput, message);
    Refused::of(StatusCode::NOT_ACCEPTABLE, refusal).into_http(Media::Json, &id.0)
}
