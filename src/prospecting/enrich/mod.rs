//! Learning more about people and companies: what sources offer, what is worth asking, one step of the waterfall at a time.

pub mod ask;
mod cache;
mod call;
mod offers;
mod doubt;
pub mod orders;
mod priced;
mod step;
mod wants;

pub(in crate::prospecting) use doubt::leave;
pub use offers::offers;
pub use priced::{Part, What, parts};
pub(in crate::prospecting) use step::{ENRICH_PERSON, Step, Then, step};
pub use wants::wants;
