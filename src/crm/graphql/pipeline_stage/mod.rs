//! Columns of boards as clients see them.

mod mutation;
mod object;

pub use mutation::{PipelineStageInput, PipelineStageMutation};
pub use object::PipelineStage;
