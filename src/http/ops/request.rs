//! Around every request: its id, a span, one log line, its time, and an answer even when the handler panics.

use super::metrics;
use crate::{
    graphql::guard::{Code, Refusal},
    http::{
        answer::Refused,
        ask::{
            accept::Media,
            request_id::{HEADER, RequestId},
        },
        doors::Doors,
    },
};
use axum::{
    extract::{MatchedPath, Request, State},
    http::{HeaderValue, StatusCode, header::X_CONTENT_TYPE_OPTIONS},
    middleware::Next,
    response::Response,
};
use std::any::Any;
use tokio::time::Instant;
use tracing::Instrument;

/// Gives the request its id, and tells logs and metrics how it went.
pub async fn request(State(doors): State<Doors>, mut request: Request, next: Next) -> Response {
    let id = RequestId::of(request.headers(), doors.app().random());
    request.extensions_mut().insert(id.clone());
    let method = request.method().clone();
    let path = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    // An unmatched path is the client's text: it would make a new series, and a new line, for every guess.
    let route = path.unwrap_or_else(|| "other".into());
    let span = tracing::info_span!("request", request_id = %id.0);
    let started = Instant::now();
    let mut response = next.run(request).instrument(span.clone()).await;
    let (status, took) = (response.status(), started.elapsed());
    if let Ok(value) = HeaderValue::from_str(&id.0) {
        response.headers_mut().insert(HEADER, value);
    }
    response.headers_mut().insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    metrics::request(&method, &route, status, took);
    let ms = took.as_secs_f64() * 1_000.0;
    // One line per request is worth its price only where somebody asked for it, or something broke.
    span.in_scope(|| match status.is_server_error() {
        true => tracing::warn!(%method, route, status = status.as_u16(), ms, "failed"),
        false => tracing::debug!(%method, route, status = status.as_u16(), ms, "answered"),
    });
    response
}

/// What a client gets when a handler panicked. The panic's text goes to the log only.
pub fn panicked(panic: Box<dyn Any + Send + 'static>) -> Response {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no text");
    tracing::error!(panic = text, "a handler panicked");
    let refusal = Refusal::new(Code::Internal, "Something went wrong on our side.");
    Refused::of(StatusCode::INTERNAL_SERVER_ERROR, refusal).into_http(Media::Json, "")
}
