//! From the kernel's errors to what a client sees: a message, a code of the closed list, the fields, a hint. Nothing else leaves.

use crate::kernel::error::Error;
use async_graphql::{
    ErrorExtensionValues, ErrorExtensions, Name, Pos, ServerError, Value, indexmap::IndexMap,
};

/// Not `Display`, on purpose: async-graphql turns any `Display` into an error without a code that leaks its text.
#[derive(Clone, Debug)]
pub struct Failure(pub Error);

/// Named `Result`, on purpose: the subscription macro recognises the name.
pub type Result<T> = std::result::Result<T, Failure>;

impl<E: Into<Error>> From<E> for Failure {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

impl From<Failure> for async_graphql::Error {
    fn from(Failure(error): Failure) -> Self {
        match &error {
            Error::Internal(cause) => tracing::error!(error = %chain(cause.as_ref()), "internal error"),
            Error::Unavailable { cause: Some(cause), .. } => {
                tracing::warn!(error = %chain(cause.as_ref()), "refused for now");
            }
            _ => {}
        }
        error.to_string().extend_with(|_, values| describe(&error, values))
    }
}

/// The same for errors that no resolver made.
#[must_use]
pub fn to_server_error(error: Error, at: Pos) -> ServerError {
    async_graphql::Error::from(Failure(error)).into_server_error(at)
}

fn describe(error: &Error, values: &mut ErrorExtensionValues) {
    values.set("code", error.code());
    if let Error::Invalid(problems) = error {
        let fields = problems.iter().map(|problem| {
            Value::Object(IndexMap::from_iter([
                (Name::new("path"), Value::from(problem.path.as_str())),
                (Name::new("message"), Value::from(problem.message.as_str())),
            ]))
        });
        values.set("fields", Value::List(fields.collect()));
    }
    if let Some(after) = error.retry_after() {
        values.set("retryAfter", after.as_secs().max(1));
    }
    if let Some(hint) = error.hint() {
        values.set("hint", hint);
    }
}

/// The error and what caused it, for the log.
fn chain(error: &(dyn std::error::Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(next) = cause {
        text.push_str(": ");
        text.push_str(&next.to_string());
        cause = next.source();
    }
    text
}
