//! What happens to a person as a whole: two leads turn out to be one.

pub mod merge;
