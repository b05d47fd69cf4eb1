//! `multipart/form-data` (RFC 7578), part by part and piece by piece: nothing but the piece at hand is in memory.

use super::{
    disposition::{self, Disposition},
    incoming::{Incoming, cut_off},
};
use crate::{
    graphql::guard::{Code, Refusal},
    http::answer::Refused,
};
use axum::http::StatusCode;
use bytes::{Bytes, BytesMut};

/// Longest head of one part.
const HEAD: usize = 8 * 1_024;

/// What stands before a part's bytes.
#[derive(Debug, Default)]
pub struct Head {
    pub disposition: Disposition,
    pub media_type: Option<String>,
}

/// The parts of one body, in order.
pub struct Multipart {
    incoming: Incoming,
    /// What has come and was not given out.
    buffer: BytesMut,
    /// What ends a part: a line break and the boundary.
    delimiter: Vec<u8>,
    /// Between a head and the end of its part; before the first part, too.
    is_inside: bool,
    is_over: bool,
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
        // The first boundary has no line before it.
        let buffer = BytesMut::from(&b"\r\n"[..]);
        Self {
            incoming,
            buffer,
            delimiter: format!("\r\n--{boundary}").into_bytes(),
            is_inside: true,
            is_over: false,
        }
    }

    /// The next part's head, passing over what is left of the last one; `None` after the last.
    pub async fn part(&mut self) -> Result<Option<Head>, Refused> {
        while !self.is_over && self.piece().await?.is_some() {}
        if self.is_over {
            return Ok(None);
        }
        self.want(2).await?;
        if self.buffer.starts_with(b"--") {
            self.is_over = true;
            return Ok(None);
        }
        self.head().await.map(Some)
    }

    /// The next piece of this part; `None` at its end, where the next part's head stands.
    pub async fn piece(&mut self) -> Result<Option<Bytes>, Refused> {
        while self.is_inside {
            if let Some(at) = find(&self.buffer, &self.delimiter) {
                if at > 0 {
                    return Ok(Some(self.buffer.split_to(at).freeze()));
                }
                let _ = self.buffer.split_to(self.delimiter.len());
                self.is_inside = false;
                break;
            }
            // The last bytes may be the beginning of the delimiter.
            let safe = (self.buffer.len() + 1).saturating_sub(self.delimiter.len());
            if safe > 0 {
                return Ok(Some(self.buffer.split_to(safe).freeze()));
            }
            self.more().await?;
        }
        Ok(None)
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

    async fn head(&mut self) -> Result<Head, Refused> {
        let end = loop {
            match find(&self.buffer, b"\r\n\r\n") {
                Some(at) => break at,
                None if self.buffer.len() > HEAD => return Err(malformed("The head of a part is too long.")),
                None => self.more().await?,
            }
        };
        let lines = self.buffer.split_to(end + 4);
        let mut head = Head::default();
        for line in lines[..].split(|byte| *byte == b'\n') {
            let Some(colon) = line.iter().position(|byte| *byte == b':') else { continue };
            let (name, value) = (&line[..colon], line[colon + 1..].trim_ascii());
            if name.trim_ascii().eq_ignore_ascii_case(b"content-disposition") {
                head.disposition = disposition::read(value);
            } else if name.trim_ascii().eq_ignore_ascii_case(b"content-type") {
                head.media_type = Some(String::from_utf8_lossy(value).into_owned());
            }
        }
        self.is_inside = true;
        Ok(head)
    }

    async fn want(&mut self, bytes: usize) -> Result<(), Refused> {
        while self.buffer.len() < bytes {
            self.more().await?;
        }
        Ok(())
    }

    async fn more(&mut self) -> Result<(), Refused> {
        let piece = self.incoming.next().await?.ok_or_else(cut_off)?;
        self.buffer.extend_from_slice(&piece);
        Ok(())
    }
}

pub fn malformed(message: impl Into<String>) -> Refused {
    Refused::of(StatusCode::BAD_REQUEST, Refusal::new(Code::BadUserInput, message))
}

fn find(text: &[u8], sought: &[u8]) -> Option<usize> {
    let first = *sought.first()?;
    let mut from = 0;
    while let Some(at) = text.get(from..)?.iter().position(|byte| *byte == first) {
        let here = from + at;
        if text[here..].starts_with(sought) {
            return Some(here);
        }
        from = here + 1;
    }
    None
}

#[cfg(test)]
#[path = "multipart_tests.rs"]
mod tests;
