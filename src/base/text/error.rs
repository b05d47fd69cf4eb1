//! The one refusal of this folder.

use serde::Serialize;

/// Which key was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Key {
    Email,
    Linkedin,
    LinkedinCompany,
    Phone,
    Domain,
    Url,
    Country,
    TimeZone,
}

/// The text is not such a key. The message says what would be right; it never holds the text itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("{message}")]
pub struct KeyError {
    pub key: Key,
    pub message: &'static str,
}

impl KeyError {
    pub(crate) const fn new(key: Key, message: &'static str) -> Self {
        Self { key, message }
    }
}
