//! How far this process's readers are behind the log: for metrics and readiness.

use crate::kernel::{app::App, error::Result};
use entity::event_head;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

/// What the tails of this process have not read yet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lag {
    /// Agencies followed.
    pub agencies: usize,
    /// Events written but not read, of all followed agencies together.
    pub events: i64,
}

#[expect(
    clippy::disallowed_methods,
    reason = "the kernel reads its own log's heads, of the agencies it follows"
)]
pub async fn lag(app: &App) -> Result<Lag> {
    let reached = app.tails().reached();
    if reached.is_empty() {
        return Ok(Lag::default());
    }
    let heads = event_head::Entity::find()
        .filter(event_head::Column::AgencyId.is_in(reached.keys().copied()))
        .all(app.db().platform())
        .await?;
    let behind = heads.iter().filter_map(|head| Some((head.last_seq - reached.get(&head.agency_id)?).max(0)));
    Ok(Lag { agencies: reached.len(), events: behind.sum() })
}
