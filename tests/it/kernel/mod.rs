//! The kernel's promises: one transaction, an ordered log, tasks that survive, secrets that stay sealed.

mod housekeeping;
mod clocks;
mod log;
mod node;
mod order_plan;
mod patience;
mod poison;
mod provider;
mod queue;
mod rotation;
mod search_plan;
mod support;
mod wall;
mod workers;
mod writes;
