//! What is being worked on. Rows only.

pub mod job;
pub mod job_log;
