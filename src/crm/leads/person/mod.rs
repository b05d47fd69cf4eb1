//! What happens to a person as a whole: two leads turn out to be one, somebody asks for their data, or to be forgotten.

mod erase;
mod export;
pub mod merge;
mod parts;

pub use erase::{Erased, Erasure, erase};
pub use export::export;
pub use parts::parts;
