//! Cards as clients see them.

mod history;
mod mutation;
mod object;

pub use mutation::PipelineCardMutation;
pub use object::PipelineCard;
