//! What callers may ask for.

use serde::{Deserialize, Serialize};

/// What one document may ask for, and one caller in a minute.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Limits {
    pub tokens: usize,
    pub depth: usize,
    pub aliases: usize,
    pub directives: usize,
    /// Cost of one document.
    pub cost: usize,
    /// Cost of all documents of one caller in a minute.
    pub cost_per_minute: usize,
    /// Queries of one caller in a minute.
    pub reads_per_minute: usize,
    /// Commands; a document with several is several.
    pub writes_per_minute: usize,
    /// Commands that ask providers, and may cost money.
    pub paid_per_minute: usize,
    /// Signing in, and whatever else strangers may do to an account.
    pub sign_ins_per_minute: usize,
    /// Subscriptions begun.
    pub streams_per_minute: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            tokens: 2_000,
            depth: 15,
            aliases: 30,
            directives: 10,
            cost: 5_000,
            cost_per_minute: 300_000,
            reads_per_minute: 60_000,
            writes_per_minute: 12_000,
            paid_per_minute: 600,
            sign_ins_per_minute: 300,
            streams_per_minute: 6_000,
        }
    }
}

impl Limits {
    /// As many of everything in a minute as there are: for programs that measure.
    #[must_use]
    pub fn endless(self) -> Self {
        let most = usize::MAX;
        Self {
            cost_per_minute: most,
            reads_per_minute: most,
            writes_per_minute: most,
            paid_per_minute: most,
            sign_ins_per_minute: most,
            streams_per_minute: most,
            ..self
        }
    }
}
