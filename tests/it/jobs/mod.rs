//! Long work that people watch and steer.

mod control;
mod fan_in;
mod follow;
mod list;
mod log;
mod paid_calls;
mod permission;
mod progress;
mod schedule_list;
mod schedule_refused;
mod schedules;
pub mod support;
