//! Webhook endpoints: addresses of the agency's that are told what happens.

mod check;
mod create;
mod delete;
mod list;
mod rotate;
pub(super) mod secret;
mod update;

pub use create::{NewEndpoint, create};
pub use delete::delete;
pub use list::{count, get, list};
pub use rotate::rotate;
pub use update::{EndpointChange, update};

pub(super) use list::{held, rows};

use crate::base::secret::SecretString;
use entity::webhook_endpoint;

/// An endpoint and its secret, which is shown this once.
pub struct WithSecret {
    pub endpoint: webhook_endpoint::Model,
    pub secret: SecretString,
}
