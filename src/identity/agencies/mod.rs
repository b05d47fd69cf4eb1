//! The tenants.

pub mod found;
mod slug;

pub use found::{Admin, Founded, Founding, found};

use super::platform;
use crate::kernel::{app::App, error::Result, scope::Scope};
use entity::agency;

/// The agency the scope is of.
pub async fn own(app: &App, scope: &Scope) -> Result<agency::Model> {
    platform::agency(scope.agency(), &scope.read(app)).await
}
