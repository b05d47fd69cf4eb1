//! Tasks, as clients see, change and follow them.

mod live;
mod mutation;
mod object;
mod query;

pub use live::TodoSubscription;
pub use mutation::TodoMutation;
pub use object::Task;
pub use query::TodoQuery;
