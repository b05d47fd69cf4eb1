//! A body as it comes in: one piece at a time, none of them too late.

use super::pace::{Lack, Pace};
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
use std::time::Instant;

/// The pieces of a body.
pub struct Incoming {
    body: BodyDataStream,
    pace: Pace,
}

impl Incoming {
    pub fn of(body: Body, pace: Pace) -> Self {
        Self { body: body.into_data_stream(), pace }
    }

    /// The next piece; `None` at the body's own end. One that is cut off before its end is an error.
    pub async fn next(&mut self) -> Result<Option<Bytes>, Refused> {
        let (patience, lack) = self.pace.left();
        let asked = Instant::now();
        match tokio::time::timeout(patience, self.body.next()).await {
            Ok(None) => Ok(None),
            Ok(Some(Ok(piece))) => {
                self.pace.came(asked.elapsed(), piece.len());
                Ok(Some(piece))
            }
            Ok(Some(Err(_))) => Err(cut_off()),
            Err(_) => Err(too_late(lack)),
        }
    }
}

fn too_late(lack: Lack) -> Refused {
    let message = match lack {
        Lack::Silence => "The file stopped coming.",
        Lack::Slowness => "The file comes too slowly.",
    };
    Refused::of(StatusCode::REQUEST_TIMEOUT, Refusal::new(Code::LimitReached, message))
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
