//! What became of one lead in a change for many.

use crate::kernel::error::Error;
use entity::lead::Model;
use serde::{Deserialize, Serialize};

/// What became of one lead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Verdict {
    Updated,
    /// It was like that already.
    Unchanged,
    Refused,
    NotFound,
    /// Its key was used for another item.
    Mismatch,
}

/// The same, with the lead as it is now, and why it was refused.
#[derive(Clone, Debug)]
pub struct Outcome {
    pub verdict: Verdict,
    pub lead: Option<Box<Model>>,
    pub why: Option<Why>,
}

/// Why one was refused, and what would help.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Why {
    pub message: String,
    pub hint: Option<String>,
}

impl Outcome {
    pub(super) fn of(verdict: Verdict, lead: Model) -> Self {
        Self { verdict, lead: Some(Box::new(lead)), why: None }
    }

    pub(super) fn without_lead(verdict: Verdict) -> Self {
        Self { verdict, lead: None, why: None }
    }

    pub(super) fn refused(verdict: Verdict, error: &Error) -> Self {
        let why = Why { message: error.to_string(), hint: error.hint().map(str::to_owned) };
        Self { verdict, lead: None, why: Some(why) }
    }
}
