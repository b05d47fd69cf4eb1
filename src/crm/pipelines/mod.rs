//! Boards: what they start as, and their names. Their columns are `stages`, what lies on them is `cards`.

mod create;
mod delete;
pub mod list;
mod recount;
pub mod template;
mod update;

pub use create::{NewPipeline, add, create};
pub use delete::delete;
pub use list::{list, total};
pub use recount::recount;
pub use update::update;

use crate::kernel::{app::App, error::Result, permission::Permission, scope::Scope};
use entity::{ids::PipelineId, pipeline};

/// One board.
pub async fn get(app: &App, scope: &Scope, id: PipelineId) -> Result<pipeline::Model> {
    scope.require(Permission::Read)?;
    scope.get::<pipeline::Entity>(id, &scope.read(app)).await
}
