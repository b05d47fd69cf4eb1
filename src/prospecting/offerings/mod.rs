//! Which of a workspace's offerings a person is likely to need, with the evidence (rule 29). Pure.
//!
//! Role, industry and technologies speak for a person; the needs of the profile hold for everybody who is looked for, so alone
//! they match nobody.

mod needs;
mod suggest;

#[cfg(test)]
mod tests;

pub use suggest::{Offering, SuggestedService, Suggestions, suggest};
