//! Data sources as clients see them.

mod data_source;

pub use data_source::{DataSource, DataSourceMutation, DataSourceQuery, DataSourceSubscription};
