//! Lead requests: made, watched, cancelled. How they are worked is `flow`.

mod began;
mod cancel;
mod create;
mod filters;
mod list;
mod mirror;
mod state;
mod target;

pub use cancel::cancel;
pub use create::{DEFAULT_RESULTS, DESCRIPTION_BYTES, NewLeadRequest, RESULTS, SaveTo, create, of_job};
pub use filters::filters;
pub use list::{LeadRequestFilter, count, get, list};
pub use state::Step;
pub use target::{NewPipeline, SaveTarget};

pub(in crate::prospecting) use began::began;
pub(in crate::prospecting) use mirror::wire;
pub(in crate::prospecting) use target::resolve;
