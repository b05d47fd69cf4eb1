//! The work on an import, in the background: planning, applying, undoing. Each turn goes on where the last one stopped.

mod ahead;
mod apply;
mod convert;
mod finish;
mod follow;
mod hashes;
mod judge;
mod plan;
mod revert;
mod rows;
mod samples;
mod seen;
mod suggest;
mod task;

pub use samples::{Sample, samples};

pub(in crate::imports) use task::{Config, Phase};

use crate::{jobs::events::JobStarted, kernel::wiring::Wiring};

pub(in crate::imports) fn wire(wiring: &mut Wiring) {
    wiring.task::<task::Work>();
    wiring.owes(|fact: JobStarted| task::Work::after_start(&fact));
    follow::wire(wiring);
}
