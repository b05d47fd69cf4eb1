//! The books of provider calls.

mod budget;
mod call;
mod interleavings;
mod lookup;
mod money;
