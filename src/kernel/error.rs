//! Everything that can go wrong, as the caller needs to know it: one variant per code. Domain rules are messages, not variants.

use super::{patience, trouble::Trouble};
use std::{sync::Arc, time::Duration};

/// What a row that meets a unique index is refused with.
pub const EXISTS: &str = "That already exists.";
/// What a row is refused with that refers to one that is gone, or goes while another refers to it.
pub const REFERS: &str = "Something else still refers to it, or what it refers to is gone.";

/// What is wrong with one input value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldProblem {
    /// Where in the input: `email`, `filters.countries.0`.
    pub path: String,
    /// What would be right.
    pub message: String,
}

impl FieldProblem {
    pub fn new(path: impl Into<String>, message: impl Into<String>) -> Self {
        Self { path: path.into(), message: message.into() }
    }
}

/// A refusal or a failure. `Clone`, because one answer may be shared by many readers.
#[derive(Clone, Debug, thiserror::Error)]
pub enum Error {
    #[error("Sign in first: this needs an access token or an API key.")]
    Unauthenticated,
    /// Credentials were given and are not good. The text never says more than a stranger may know.
    #[error("{0}")]
    BadCredentials(&'static str),
    #[error("{0}")]
    Forbidden(String),
    /// Also what is another agency's: it does not exist.
    #[error("No such {}.", .0.replace('_', " "))]
    NotFound(&'static str),
    #[error("{}", summary(.0))]
    Invalid(Vec<FieldProblem>),
    #[error("{message}")]
    Conflict { message: String, hint: Option<String> },
    #[error("This idempotency key was used for another request.")]
    IdempotencyMismatch,
    #[error("Too many {what}.")]
    LimitReached { what: String, retry_after: Option<Duration> },
    /// A question that no index helps with, or about too much at once.
    #[error("This asks the database for more than it finds in time.")]
    TooSlow,
    #[error("{0}")]
    CursorExpired(String),
    #[error("{message}")]
    Unavailable {
        message: String,
        retry_after: Option<Duration>,
        #[source]
        cause: Option<Cause>,
    },
    /// The cause is logged where the answer is made, never shown.
    #[error("Something went wrong on our side.")]
    Internal(#[source] Cause),
}

/// For the log and for who sits at the machine.
pub type Cause = Arc<dyn std::error::Error + Send + Sync>;

pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What helps when a question takes too long.
const ASK_FOR_LESS: &str = "Ask for less: a narrower filter or range, a longer `search`, or another `orderBy`; without a filter every \
     order of a list is quick.";

/// How many problems the message tells; a program finds all of them in `fields`.
const TOLD: usize = 5;

fn summary(problems: &[FieldProblem]) -> String {
    let mut each: Vec<_> = problems.iter().take(TOLD).map(|p| format!("{}: {}", p.path, p.message)).collect();
    each.extend((problems.len() > TOLD).then(|| format!("and {} more", problems.len() - TOLD)));
    each.join("; ")
}

impl Error {
    /// One bad value.
    pub fn invalid(path: impl Into<String>, message: impl Into<String>) -> Self {
        Self::Invalid(vec![FieldProblem::new(path, message)])
    }

    pub fn conflict(message: impl Into<String>) -> Self {
        Self::Conflict { message: message.into(), hint: None }
    }

    pub fn conflict_with_hint(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::Conflict { message: message.into(), hint: Some(hint.into()) }
    }

    /// Not now.
    pub fn unavailable(message: impl Into<String>, retry_after: Option<Duration>) -> Self {
        Self::Unavailable { message: message.into(), retry_after, cause: None }
    }

    pub fn internal(cause: impl std::error::Error + Send + Sync + 'static) -> Self {
        Self::Internal(Arc::new(cause))
    }

    /// An invariant that does not hold; the text is for the log.
    pub fn bug(what: impl Into<String>) -> Self {
        Self::Internal(Arc::from(Box::<dyn std::error::Error + Send + Sync>::from(what.into())))
    }

    /// The closed list of graphql.md.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unauthenticated | Self::BadCredentials(_) => "UNAUTHENTICATED",
            Self::Forbidden(_) => "FORBIDDEN",
            Self::NotFound(_) => "NOT_FOUND",
            Self::Invalid(_) => "BAD_USER_INPUT",
            Self::Conflict { .. } => "CONFLICT",
            Self::IdempotencyMismatch => "IDEMPOTENCY_MISMATCH",
            Self::LimitReached { .. } | Self::TooSlow => "LIMIT_REACHED",
            Self::CursorExpired(_) => "CURSOR_EXPIRED",
            Self::Unavailable { .. } => "UNAVAILABLE",
            Self::Internal(_) => "INTERNAL",
        }
    }

    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::LimitReached { retry_after, .. } | Self::Unavailable { retry_after, .. } => *retry_after,
            _ => None,
        }
    }

    #[must_use]
    pub fn hint(&self) -> Option<&str> {
        match self {
            Self::Conflict { hint, .. } => hint.as_deref(),
            Self::CursorExpired(hint) => Some(hint),
            Self::TooSlow => Some(ASK_FOR_LESS),
            _ => None,
        }
    }
}

impl From<sea_orm::DbErr> for Error {
    fn from(cause: sea_orm::DbErr) -> Self {
        match cause.sql_err() {
            Some(sea_orm::SqlErr::UniqueConstraintViolation(_)) => Self::conflict(EXISTS),
            Some(sea_orm::SqlErr::ForeignKeyConstraintViolation(_)) => Self::conflict(REFERS),
            _ if patience::ran_out(&cause) => Self::TooSlow,
            _ => match Trouble::of(&cause) {
                Some(trouble) => trouble.because(cause),
                None => Self::internal(cause),
            },
        }
    }
}

impl From<sqlx::Error> for Error {
    fn from(cause: sqlx::Error) -> Self {
        sea_orm::DbErr::Exec(sea_orm::RuntimeErr::SqlxError(cause.into())).into()
    }
}

impl From<riverqueue::Error> for Error {
    fn from(cause: riverqueue::Error) -> Self {
        match Trouble::of(&cause) {
            Some(trouble) => trouble.because(cause),
            None => Self::internal(cause),
        }
    }
}

impl From<serde_json::Error> for Error {
    fn from(cause: serde_json::Error) -> Self {
        Self::internal(cause)
    }
}
