//! An import: the type, and its fields on the three roots.

mod fields;
mod live;
mod mutation;
mod parts;
mod query;
mod rows;

pub use fields::Import;
pub use live::ImportSubscription;
pub use mutation::ImportMutation;
pub use parts::MappedColumnShown;
pub use query::ImportQuery;
