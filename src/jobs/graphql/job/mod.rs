//! A job: the type, and its fields on the three roots.

mod draft;
mod fields;
mod lines;
mod live;
mod mutation;
mod query;

pub use draft::{JobTemplate, JobTemplateInput};
pub use fields::Job;
pub use live::JobSubscription;
pub use mutation::JobMutation;
pub use query::JobQuery;
