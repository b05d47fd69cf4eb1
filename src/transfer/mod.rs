//! What comes in and goes out as files. What becomes of an upload is its import's business.

pub mod graphql;
pub mod uploads;
