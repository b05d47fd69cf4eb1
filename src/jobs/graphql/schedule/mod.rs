//! A schedule: the type, and its fields on Query and Mutation.

mod fields;
mod mutation;
mod query;
mod run;

pub use fields::Schedule;
pub use mutation::ScheduleMutation;
pub use query::ScheduleQuery;
