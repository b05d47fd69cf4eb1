//! Why a socket is closed: the protocol's codes, and a reason that fits into a close frame.

use axum::extract::ws::{CloseFrame, Utf8Bytes};

/// A close frame carries 125 bytes, two of them the code.
const LONGEST_REASON: usize = 123;

/// A code and its reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Close {
    pub code: u16,
    pub reason: String,
}

impl Close {
    fn new(code: u16, reason: impl Into<String>) -> Self {
        Self { code, reason: reason.into() }
    }

    /// The client does not read or does not answer pings.
    pub fn silent() -> Self {
        Self::new(1001, "No answer")
    }

    /// A frame that is no text the protocol knows.
    pub fn not_text() -> Self {
        Self::new(4400, "Messages are JSON texts")
    }

    pub fn too_large() -> Self {
        Self::new(1009, "The message is too large")
    }

    /// Come back at once: another process, or this one anew, goes on by your cursor.
    pub fn draining() -> Self {
        Self::new(1012, "Restarting")
    }

    /// The database cannot say who this is.
    pub fn unavailable() -> Self {
        Self::new(1013, "Try again later")
    }

    pub fn invalid(what: impl Into<String>) -> Self {
        Self::new(4400, what)
    }

    pub fn unauthorized() -> Self {
        Self::new(4401, "Unauthorized")
    }

    /// Bad credentials, or good ones that are not any more.
    pub fn forbidden(why: impl Into<String>) -> Self {
        Self::new(4403, why)
    }

    pub fn other_protocol() -> Self {
        Self::new(4406, "Subprotocol not acceptable: speak graphql-transport-ws")
    }

    pub fn no_init() -> Self {
        Self::new(4408, "Connection initialisation timeout")
    }

    pub fn id_in_use(id: &str) -> Self {
        Self::new(4409, format!("Subscriber for {id} already exists"))
    }

    pub fn second_init() -> Self {
        Self::new(4429, "Too many initialisation requests")
    }

    pub fn too_many_sockets(most: usize) -> Self {
        Self::new(4429, format!("Too many connections: at most {most} per caller"))
    }

    pub fn frame(self) -> CloseFrame {
        let mut end = self.reason.len().min(LONGEST_REASON);
        while !self.reason.is_char_boundary(end) {
            end -= 1;
        }
        CloseFrame { code: self.code, reason: Utf8Bytes::from(&self.reason[..end]) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_fits_into_its_frame_and_stays_text() {
        let frame = Close::id_in_use(&"ü".repeat(500)).frame();
        assert!(frame.reason.len() <= LONGEST_REASON && frame.reason.len() > LONGEST_REASON - 2);
        assert_eq!(Close::draining().frame().reason.as_str(), "Restarting");
    }
}
