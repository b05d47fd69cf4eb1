//! A data source: the type, and its fields on the three roots.

mod fields;
mod live;
mod mutation;
mod query;

pub use fields::DataSource;
pub use live::DataSourceSubscription;
pub use mutation::DataSourceMutation;
pub use query::DataSourceQuery;
