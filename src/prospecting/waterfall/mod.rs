//! Which provider to ask next for what is missing, and when to stop (rule 22); what it would cost, before it is asked.
//!
//! Pure: the caller makes the call, records its outcome as an [`Attempt`], adds what it learned to [`Known`] and asks again.
//! Each source is asked at most once per person and capability (verifiers once per address), so that the end is certain.

mod estimate;
mod inputs;
mod known;
mod next;
mod plan;

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;

pub use estimate::{Estimate, SourceEstimate, estimate, of_strangers};
pub use inputs::{Inputs, MissingInput};
pub use known::{Attempt, CacheEntry, Known, KnownFact, Outcome, Standing};
pub use next::{Call, Done, Next, Planned, SkipReason, Skipped, State, fact_keys, next};
pub use plan::{Capability, Field, Identity, Offer, Plan, Want};
