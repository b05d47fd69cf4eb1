//! Files into leads: sent, mapped, planned, applied, undone.

mod apply;
mod cancel;
mod crash;
mod door;
mod erased;
mod errors;
mod keys;
mod kinds;
mod list;
mod mapping;
mod messy;
mod model;
mod plan;
mod quotes;
mod refused;
mod revert;
mod stale;
pub mod support;
mod suppressed;
mod told;
mod workbook;
