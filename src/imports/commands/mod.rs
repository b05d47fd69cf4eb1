//! What a person does to an import.

mod apply;
mod cancel;
mod change;
mod create;
mod map;
mod plan;
mod revert;
mod upload;

pub use apply::apply;
pub use cancel::cancel;
pub use create::{ImportOptions, NewImport, create};
pub use map::{Wishes, map};
pub use plan::plan;
pub use revert::revert;

pub(in crate::imports) use change::{save, take};
pub(in crate::imports) use upload::begun;
