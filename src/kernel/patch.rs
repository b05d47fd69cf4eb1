//! What an update says of one field: keep it, clear it, or set it. Absent and `null` are different things.

use super::error::{Error, Result};

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Patch<T> {
    #[default]
    Keep,
    Clear,
    Set(T),
}

impl<T> Patch<T> {
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Patch<U> {
        match self {
            Self::Keep => Patch::Keep,
            Self::Clear => Patch::Clear,
            Self::Set(value) => Patch::Set(f(value)),
        }
    }

    pub fn try_map<U>(self, f: impl FnOnce(T) -> Result<U>) -> Result<Patch<U>> {
        Ok(match self {
            Self::Keep => Patch::Keep,
            Self::Clear => Patch::Clear,
            Self::Set(value) => Patch::Set(f(value)?),
        })
    }

    /// The field after the update.
    pub fn over(self, old: Option<T>) -> Option<T> {
        match self {
            Self::Keep => old,
            Self::Clear => None,
            Self::Set(value) => Some(value),
        }
    }

    /// The same for a field that cannot be empty; `null` is refused, naming it.
    pub fn over_required(self, old: T, path: &str) -> Result<T> {
        match self {
            Self::Keep => Ok(old),
            Self::Clear => Err(Error::invalid(path, "a value; this cannot be cleared")),
            Self::Set(value) => Ok(value),
        }
    }
}
