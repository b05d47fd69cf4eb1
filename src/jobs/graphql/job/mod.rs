//! A job: the type, and its fields on the three roots.

mod fields;
mod live;
mod mutation;
mod query;

pub use fields::Job;
pub use live::JobSubscription;
pub use mutation::JobMutation;
pub use query::JobQuery;
