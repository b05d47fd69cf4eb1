//! What is being worked on. Rows only.

pub mod job;
pub mod job_log;
pub mod schedule;
pub mod schedule_run;
