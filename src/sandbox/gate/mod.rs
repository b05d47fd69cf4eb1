//! What every call passes before and after its handler: the key, the limits, the clock, the faults, the bill.

mod desk;
mod limits;
mod manners;
mod pass;

pub use desk::Desk;
pub use limits::{Limits, Window};
pub use manners::{Manners, Refusal};
pub use pass::{Gate, guard};
