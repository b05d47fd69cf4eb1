//! The outside world: one folder per provider. Speaks HTTP and plain Rust types; imports nothing of ours but `base`.
//!
//! [`Connectors::source`] turns a stored data source into the [`ports`] its provider can serve.

mod apollo;
mod bench;
mod clearbit;
pub mod clue;
mod common;
pub mod cost;
mod crunchbase;
pub mod error;
pub mod facts;
pub mod hosts;
pub mod http;
mod http_api;
mod hunter;
mod key;
pub mod kind;
mod loose;
pub mod normal;
mod openai;
mod page;
pub mod ports;
pub mod registry;
pub mod shape;
pub mod source;
mod token;
mod unipile;
mod zoominfo;

pub use error::{ConnectorError, Rejection, Retry};
pub use hosts::ProviderHosts;
pub use kind::SourceKind;
pub use openai::keeps_to;
pub use registry::{Connectors, SourceSettings, fingerprint, validate};
pub use shape::FieldFault;
pub use source::Source;
