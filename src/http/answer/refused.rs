//! A request that is refused for its form, with the status HTTP has for it.

use super::{Answer, json, retry_after, sent};
use crate::{
    graphql::{guard::Refusal, to_server_error},
    http::ask::accept::Media,
    kernel::error::Error,
};
use async_graphql::{Pos, ServerError};
use axum::{
    http::{HeaderValue, StatusCode, header::ALLOW},
    response::Response,
};

/// A refusal and its status: the same in both media types.
#[derive(Debug)]
pub struct Refused {
    pub status: StatusCode,
    pub error: ServerError,
    allow: Option<&'static str>,
}

impl Refused {
    pub fn of(status: StatusCode, refusal: Refusal) -> Self {
        Self { status, error: refusal.into(), allow: None }
    }

    /// What a domain refused, where it was asked before anything ran.
    pub fn by(error: Error) -> Self {
        let mut error = to_server_error(error, Pos::default());
        error.locations.clear();
        Self { status: super::status::of_code(super::code_of(&error)), error, allow: None }
    }

    /// With the status that HTTP has for it and the code has not.
    #[must_use]
    pub fn with_status(self, status: StatusCode) -> Self {
        Self { status, ..self }
    }

    /// The method is not for this: `methods` are.
    #[must_use]
    pub fn allow(self, methods: &'static str) -> Self {
        Self { allow: Some(methods), ..self }
    }

    #[must_use]
    pub fn hint(mut self, hint: &str) -> Self {
        if let Some(values) = &mut self.error.extensions {
            values.set("hint", hint);
        }
        self
    }

    /// As an HTTP response of this media type.
    #[must_use]
    pub fn into_http(self, media: Media, request_id: &str) -> Response {
        let mut errors = vec![self.error];
        super::settle(&mut errors, None, request_id);
        let wait = retry_after(&errors);
        let body = json(&Answer::refused(errors, request_id));
        let mut response = sent(self.status, media, body, wait);
        if let Some(methods) = self.allow {
            response.headers_mut().insert(ALLOW, HeaderValue::from_static(methods));
        }
        response
    }
}
