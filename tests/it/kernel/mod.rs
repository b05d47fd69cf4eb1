//! The kernel's promises: one transaction, an ordered log, tasks that survive, secrets that stay sealed.

mod log;
mod queue;
mod support;
mod workers;
