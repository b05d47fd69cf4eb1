//! Whom we could know: finding people, learning more about them, and saying why they fit.

pub mod lexicon;
pub mod merge;
pub mod profile;
pub mod waterfall;
