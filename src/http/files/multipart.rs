//! `multipart/form-data` (RFC 7578), part by part and piece by piece: nothing but the piece at hand is in memory.
//!
//! `multer` reads the form. It takes all that is there and keeps it until it knows what it is, without a limit; so it is given
//! one piece at a time, and no endless head.

use super::{
    disposition::{self, Disposition},
    incoming::{Incoming, cut_off},
};
use crate::{
    graphql::guard::{Code, Refusal},
    http::answer::Refused,
};
use axum::http::{
    HeaderMap, StatusCode,
    header::{CONTENT_DISPOSITION, CONTENT_TYPE},
};
use bytes::Bytes;
use futures_util::{Stream, stream};
use multer::Error as FormError;
use std::{
    io,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// Longest head of one part, and of what stands before the first.
const HEAD: usize = 8 * 1_024;
/// Bytes given at a time while a head is looked for.
const SLICE: usize = 512;

/// What stands before a part's bytes.
#[derive(Debug, Default)]
pub struct Head {
    pub disposition: Disposition,
    pub media_type: Option<String>,
}

/// The parts of one body, in order.
pub struct Multipart {
    form: multer::Multipart<'static>,
    /// The part at hand.
    field: Option<multer::Field<'static>>,
    told: Arc<Mutex<Told>>,
}

/// What the form and its body tell each other.
#[derive(Default)]
struct Told {
    /// Why no more comes.
    refused: Option<Refused>,
    /// Bytes that came since the last part ended; `None` inside a part.
    kept: Option<usize>,
}

/// The boundary of a `multipart/form-data` content type; `None`: it is something else, or has none.
#[must_use]
pub fn boundary(content_type: &str) -> Option<String> {
    let (kind, parameters) = content_type.split_once(';')?;
    if !kind.trim().eq_ignore_ascii_case("multipart/form-data") {
        return None;
    }
    let mut all = parameters.split(';').filter_map(|part| part.split_once('='));
    let (_, value) = all.find(|(name, _)| name.trim().eq_ignore_ascii_case("boundary"))?;
    let value = value.trim().trim_matches('"');
    (1..=70).contains(&value.len()).then(|| value.to_owned())
}

impl Multipart {
    pub fn of(incoming: Incoming, boundary: &str) -> Self {
        let told = Arc::new(Mutex::new(Told::default()));
        let form = multer::Multipart::new(pieces(incoming, told.clone()), boundary);
        Self { form, field: None, told }
    }

    /// The next part's head, passing over what is left of the last one; `None` after the last.
    pub async fn part(&mut self) -> Result<Option<Head>, Refused> {
        while self.piece().await?.is_some() {}
        // There is never more than one.
        self.field = None;
        lock(&self.told).kept = Some(0);
        let next = self.form.next_field().await;
        lock(&self.told).kept = None;
        self.field = next.map_err(|error| why(&self.told, &error))?;
        Ok(self.field.as_ref().map(|field| Head::of(field.headers())))
    }

    /// The next piece of this part; `None` at its end.
    pub async fn piece(&mut self) -> Result<Option<Bytes>, Refused> {
        let Some(field) = &mut self.field else { return Ok(None) };
        let piece = field.chunk().await;
        piece.map_err(|error| why(&self.told, &error))
    }

    /// A whole part that is short.
    pub async fn text(&mut self, most: usize) -> Result<String, Refused> {
        let mut all = vec![];
        while let Some(piece) = self.piece().await? {
            if all.len() + piece.len() > most {
                return Err(malformed(format!("This part has more than {most} bytes.")));
            }
            all.extend_from_slice(&piece);
        }
        String::from_utf8(all).map_err(|_| malformed("This part is not valid UTF-8."))
    }
}

impl Head {
    fn of(headers: &HeaderMap) -> Self {
        let disposition = headers.get(CONTENT_DISPOSITION);
        let media_type = headers.get(CONTENT_TYPE);
        Self {
            disposition: disposition.map(|value| disposition::read(value.as_bytes())).unwrap_or_default(),
            media_type: media_type.map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned()),
        }
    }
}

/// The pieces of a body, each after the one before was looked at: small ones while a head is looked for, so that little of
/// what stands behind it counts as its length.
fn pieces(
    incoming: Incoming,
    told: Arc<Mutex<Told>>,
) -> impl Stream<Item = io::Result<Bytes>> + Send + 'static {
    let state = (incoming, Bytes::new(), told);
    stream::unfold(state, |(mut incoming, mut rest, told)| async move {
        tokio::task::yield_now().await;
        let kept = lock(&told).kept;
        if kept.is_some_and(|kept| kept > HEAD) {
            lock(&told).refused = Some(malformed("The head of a part is too long."));
            return Some((Err(io::Error::other("refused")), (incoming, rest, told)));
        }
        if rest.is_empty() {
            match incoming.next().await {
                Ok(None) => return None,
                Ok(Some(piece)) => rest = piece,
                Err(refused) => {
                    lock(&told).refused = Some(refused);
                    return Some((Err(io::Error::other("refused")), (incoming, rest, told)));
                }
            }
        }
        let mut now = lock(&told);
        let size = now.kept.map_or(rest.len(), |_| rest.len().min(SLICE));
        now.kept = now.kept.map(|kept| kept + size);
        drop(now);
        let piece = rest.split_to(size);
        Some((Ok(piece), (incoming, rest, told)))
    })
}

/// What the body was refused for, else what is wrong with the form.
fn why(told: &Mutex<Told>, error: &FormError) -> Refused {
    let refused = lock(told).refused.take();
    refused.unwrap_or_else(|| match error {
        FormError::IncompleteStream
        | FormError::IncompleteFieldData { .. }
        | FormError::IncompleteHeaders => cut_off(),
        _ => malformed("The head of a part cannot be read."),
    })
}

fn lock(told: &Mutex<Told>) -> MutexGuard<'_, Told> {
    told.lock().unwrap_or_else(PoisonError::into_inner)
}

pub fn malformed(message: impl Into<String>) -> Refused {
    Refused::of(StatusCode::BAD_REQUEST, Refusal::new(Code::BadUserInput, message))
}

#[cfg(test)]
#[path = "multipart_tests.rs"]
mod tests;
