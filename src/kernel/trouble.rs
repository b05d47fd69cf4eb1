//! What the database cannot help at the moment: it is busy, full, read-only or away. The caller may try again; nothing is
//! wrong with what they asked, nor with the program.

use super::error::Error;
use std::{error, sync::Arc, time::Duration};

/// Why a statement could not be carried out now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// Somebody else holds SQLite's writer lock, for longer than we wait.
    Locked,
    /// Somebody else holds what is needed: a row in a deadlock, every connection of the pool.
    Busy,
    /// The disk is full, or fails.
    Full,
    /// It may be read only: a standby, or a file system that was mounted so.
    ReadOnly,
    Away,
}

/// The databases' own words: <https://www.sqlite.org/rescode.html>, PostgreSQL's classes 25, 53, 57 and 58. Most come to us
/// through several libraries, which keep the words and not the codes.
const WORDS: &[(&str, Trouble)] = &[
    ("database is locked", Trouble::Locked),
    ("deadlock detected", Trouble::Busy),
    ("pool timed out", Trouble::Busy),
    ("too many clients already", Trouble::Busy),
    ("database or disk is full", Trouble::Full),
    ("disk I/O error", Trouble::Full),
    ("No space left on device", Trouble::Full),
    ("readonly database", Trouble::ReadOnly),
    ("in a read-only transaction", Trouble::ReadOnly),
    ("error communicating with database", Trouble::Away),
    ("terminating connection", Trouble::Away),
    ("the database system is", Trouble::Away),
    ("closed pool", Trouble::Away),
];

impl Trouble {
    #[must_use]
    pub fn of(cause: &dyn error::Error) -> Option<Self> {
        let mut cause = Some(cause);
        while let Some(one) = cause {
            let text = one.to_string();
            if let Some((_, trouble)) = WORDS.iter().find(|(words, _)| text.contains(words)) {
                return Some(*trouble);
            }
            cause = one.source();
        }
        None
    }

    /// Does it keep every writer of this process from writing? A pool that is used up does not.
    #[must_use]
    pub fn stops_writers(self) -> bool {
        matches!(self, Self::Locked | Self::Full | Self::ReadOnly)
    }

    /// Will the next write most likely meet it too?
    #[must_use]
    pub fn lasts(self) -> bool {
        matches!(self, Self::Full | Self::ReadOnly | Self::Away)
    }

    /// The refusal that says so, and keeps why.
    pub fn because(self, cause: impl error::Error + Send + Sync + 'static) -> Error {
        let seconds = if self.lasts() { 5 } else { 1 };
        Error::Unavailable {
            message: self.words().into(),
            retry_after: Some(Duration::from_secs(seconds)),
            cause: Some(Arc::new(cause)),
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Locked => "The database is being written by another program; try again.",
            Self::Busy => "The database is busy; try again.",
            Self::Full => "The database has no room to write; try again later.",
            Self::ReadOnly => "The database cannot be written now; try again later.",
            Self::Away => "The database does not answer; try again.",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Trouble;
    use sea_orm::{DbErr, RuntimeErr};

    fn seen(words: &str) -> Option<Trouble> {
        let cause = sqlx::Error::Protocol(words.to_owned());
        Trouble::of(&DbErr::Exec(RuntimeErr::SqlxError(cause.into())))
    }

    #[test]
    fn passing_trouble_is_told_from_bugs() {
        assert_eq!(seen("(code: 5) database is locked"), Some(Trouble::Locked));
        assert_eq!(seen("(code: 13) database or disk is full"), Some(Trouble::Full));
        assert_eq!(seen("cannot execute INSERT in a read-only transaction"), Some(Trouble::ReadOnly));
        assert_eq!(seen("terminating connection due to administrator command"), Some(Trouble::Away));
        assert_eq!(seen("no such column: colour"), None);
    }
}
