//! A refusal before execution, in the words of the closed list of codes.

use crate::kernel::error::FieldProblem;
use async_graphql::{ErrorExtensionValues, Name, Pos, ServerError, Value, indexmap::IndexMap};

/// The codes of graphql.md that no command raises.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {
    Unauthenticated,
    Forbidden,
    BadUserInput,
    InvalidDocument,
    Conflict,
    IdempotencyMismatch,
    LimitReached,
    CostExceeded,
    Unavailable,
    Internal,
}

impl Code {
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Unauthenticated => "UNAUTHENTICATED",
            Self::Forbidden => "FORBIDDEN",
            Self::BadUserInput => "BAD_USER_INPUT",
            Self::InvalidDocument => "INVALID_DOCUMENT",
            Self::Conflict => "CONFLICT",
            Self::IdempotencyMismatch => "IDEMPOTENCY_MISMATCH",
            Self::LimitReached => "LIMIT_REACHED",
            Self::CostExceeded => "COST_EXCEEDED",
            Self::Unavailable => "UNAVAILABLE",
            Self::Internal => "INTERNAL",
        }
    }
}

/// Why a request is not run.
#[derive(Clone, Debug, PartialEq)]
pub struct Refusal {
    pub code: Code,
    pub message: String,
    pub at: Option<Pos>,
    pub fields: Vec<FieldProblem>,
    pub hint: Option<String>,
    pub retry_after_seconds: Option<u64>,
}

impl Refusal {
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        let (message, fields) = (message.into(), vec![]);
        Self { code, message, at: None, fields, hint: None, retry_after_seconds: None }
    }

    /// Something is wrong with the document itself.
    pub fn document(message: impl Into<String>) -> Self {
        Self::new(Code::InvalidDocument, message)
    }

    /// A value that came with the document is not what it should be.
    pub fn input(path: impl Into<String>, message: impl Into<String>) -> Self {
        let problem = FieldProblem::new(path, message);
        let text = format!("{}: {}", problem.path, problem.message);
        Self { fields: vec![problem], ..Self::new(Code::BadUserInput, text) }
    }

    #[must_use]
    pub fn at(self, at: Pos) -> Self {
        Self { at: Some(at), ..self }
    }

    #[must_use]
    pub fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }

    #[must_use]
    pub fn retry_after(self, seconds: u64) -> Self {
        Self { retry_after_seconds: Some(seconds.max(1)), ..self }
    }
}

impl From<Refusal> for ServerError {
    fn from(refusal: Refusal) -> Self {
        let mut values = ErrorExtensionValues::default();
        values.set("code", refusal.code.name());
        if !refusal.fields.is_empty() {
            values.set("fields", fields(&refusal.fields));
        }
        if let Some(seconds) = refusal.retry_after_seconds {
            values.set("retryAfter", seconds);
        }
        if let Some(hint) = refusal.hint {
            values.set("hint", hint);
        }
        let mut error = Self::new(refusal.message, refusal.at);
        error.extensions = Some(values);
        error
    }
}

/// `fields: [{path, message}]`, as every error that names values has it.
fn fields(problems: &[FieldProblem]) -> Value {
    let each = problems.iter().map(|problem| {
        Value::Object(IndexMap::from_iter([
            (Name::new("path"), Value::from(problem.path.as_str())),
            (Name::new("message"), Value::from(problem.message.as_str())),
        ]))
    });
    Value::List(each.collect())
}
