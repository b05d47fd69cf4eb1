//! Boards as clients see them.

mod filter;
mod live;
mod mutation;
mod object;
mod query;

pub use live::PipelineSubscription;
pub use mutation::PipelineMutation;
pub use object::Pipeline;
pub use query::PipelineQuery;
