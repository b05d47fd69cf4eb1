//! What goes out: one shape of answer for every door, its status, its media type.

mod classify;
mod input;
mod refused;
mod status;

pub use classify::{Asked, code_of, settle};
pub use refused::Refused;
pub use status::{retry_after, status};

use super::{ask::accept::Media, run::Spent};
use async_graphql::{ServerError, Value};
use axum::{
    http::{
        HeaderValue,
        header::{CACHE_CONTROL, CONTENT_TYPE, RETRY_AFTER},
    },
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use serde::{Serialize, Serializer, ser::SerializeMap};

/// The answer to one operation. Without `data` nothing was run.
#[derive(Debug, Default)]
pub struct Answer {
    pub data: Option<Value>,
    pub errors: Vec<ServerError>,
    pub spent: Option<Spent>,
    pub request_id: String,
}

impl Serialize for Answer {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        if !self.errors.is_empty() {
            map.serialize_entry("errors", &self.errors)?;
        }
        if let Some(data) = &self.data {
            map.serialize_entry("data", data)?;
        }
        // A message many subscribers share has neither.
        if self.spent.is_some() || !self.request_id.is_empty() {
            map.serialize_entry(
                "extensions",
                &Extensions { cost: self.spent, request_id: &self.request_id },
            )?;
        }
        map.end()
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Extensions<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    cost: Option<Spent>,
    #[serde(skip_serializing_if = "str::is_empty")]
    request_id: &'a str,
}

/// JSON text. What GraphQL values hold can always be written.
#[must_use]
pub fn json(value: &impl Serialize) -> Bytes {
    serde_json::to_vec(value).map_or_else(|_| Bytes::from_static(b"{}"), Into::into)
}

impl Answer {
    /// A refusal, as an answer.
    #[must_use]
    pub fn refused(errors: Vec<ServerError>, request_id: &str) -> Self {
        Self { errors, request_id: request_id.to_owned(), ..Self::default() }
    }

    /// As an HTTP response of this media type.
    #[must_use]
    pub fn into_http(self, media: Media) -> Response {
        let status = status(&self, media);
        let wait = retry_after(&self.errors).filter(|_| !status.is_success());
        sent(status, media, json(&self), wait)
    }
}

/// A GraphQL answer on its way out: nobody may keep it.
pub(super) fn sent(status: axum::http::StatusCode, media: Media, body: Bytes, wait: Option<u64>) -> Response {
    let mut response = (status, body).into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(media.content_type()));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Some(seconds) = wait {
        headers.insert(RETRY_AFTER, seconds.into());
    }
    response
}
