//! Files into leads: sent, mapped, planned, applied, undone.

mod apply;
mod crash;
mod keys;
mod kinds;
mod mapping;
mod messy;
mod plan;
mod refused;
mod revert;
pub mod support;
