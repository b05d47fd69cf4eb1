//! The outside world: one folder per provider. Speaks HTTP and plain Rust types; imports nothing of ours but `base`.

pub mod clue;
pub mod cost;
pub mod error;
pub mod facts;
pub mod http;
pub mod ports;

pub use error::{ConnectorError, Rejection, Retry};
