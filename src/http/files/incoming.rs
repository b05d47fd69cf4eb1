//! A body as it comes in: one piece at a time, none of them too late.

use crate::{
    graphql::guard::{Code, Refusal},
    http::answer::Refused,
    kernel::error::Error,
};
use axum::{
    body::{Body, BodyDataStream},
    http::StatusCode,
};
use bytes::Bytes;
use futures_util::StreamExt;
use std::time::Duration;

/// The pieces of a body.
pub struct Incoming {
    body: BodyDataStream,
    patience: Duration,
}

impl Incoming {
    /// `patience`: between two pieces, not for the whole.
    pub fn of(body: Body, patience_ms: u64) -> Self {
        Self { body: body.into_data_stream(), patience: Duration::from_millis(patience_ms) }
    }

    /// The next piece; `None` at the body's own end. One that is cut off before its end is an error.
    pub async fn next(&mut self) -> Result<Option<Bytes>, Refused> {
        match tokio::time::timeout(self.patience, self.body.next()).await {
            Ok(None) => Ok(None),
            Ok(Some(Ok(piece))) => Ok(Some(piece)),
            Ok(Some(Err(_))) => Err(cut_off()),
            Err(_) => {
                let refusal = Refusal::new(Code::LimitReached, "The file stopped coming.");
                Err(Refused::of(StatusCode::REQUEST_TIMEOUT, refusal))
            }
        }
    }
}

/// It ends in the middle.
pub fn cut_off() -> Refused {
    let refusal = Refusal::new(Code::BadUserInput, "The request ends in the middle.");
    Refused::of(StatusCode::BAD_REQUEST, refusal)
}

/// What keeping a file refused, with the status HTTP has for it.
pub fn refused(error: Error) -> Refused {
    let is_too_long = matches!(error, Error::LimitReached { .. });
    let refused = Refused::by(error);
    match is_too_long {
        true => refused.with_status(StatusCode::PAYLOAD_TOO_LARGE),
        false => refused,
    }
}
