//! Leads on boards: where they lie, how they got there, what is noted about them.
//!
//! Whoever writes holds the card's lead, then the board, so that places, counts and history follow one another.

mod add;
mod bulk;
pub(in crate::crm) mod counts;
mod forget;
mod history;
mod place;
mod put;
mod remove;
mod shift;
mod update;

pub use add::{NewCard, add};
pub use counts::{count_by_pipeline, count_by_stage};
pub use history::history;
pub use place::Beside;
pub use put::{Outcome, put};
pub use remove::remove;
pub use shift::{Move, shift, shift_in};
pub use update::{CardPatch, update};

pub(in crate::crm) use bulk::{follow_kind, move_all, remove_all};
pub(in crate::crm) use forget::forget;
pub(in crate::crm) use place::refuse_full;

mod read;
pub(in crate::crm) use read::{count_of_pipeline, count_of_stage};
pub use read::{latest_of_leads, of_pipeline, of_stages};

use crate::kernel::{app::App, error::Result, permission::Permission, scope::Scope};
use entity::{
    ids::PipelineCardId,
    pipeline_card::{self, CardStatus, Model},
    pipeline_stage::StageKind,
};

/// One card.
pub async fn get(app: &App, scope: &Scope, id: PipelineCardId) -> Result<Model> {
    scope.require(Permission::Read)?;
    scope.get::<pipeline_card::Entity>(id, &scope.read(app)).await
}

/// How a card stands follows from where it lies.
#[must_use]
pub fn status_in(kind: StageKind) -> CardStatus {
    match kind {
        StageKind::Open => CardStatus::Open,
        StageKind::Won => CardStatus::Won,
        StageKind::Lost => CardStatus::Lost,
    }
}
