//! Whom we could know: finding people, learning more about them, and saying why they fit.

pub mod contact_time;
pub mod lexicon;
pub mod merge;
pub mod offerings;
pub mod profile;
pub mod score;
pub mod tags;
pub mod waterfall;
