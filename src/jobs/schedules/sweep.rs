//! Looks for slots that have come, across agencies, and books their firing. Every worker does, about once a second; the
//! ledger takes each booking once.

use super::fire::FireSchedule;
use crate::kernel::{app::App, error::Result, queue};
use chrono::{DateTime, Utc};
use entity::{
    ids::{AgencyId, ScheduleId},
    schedule::{Column as C, Entity},
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::BTreeMap;

/// Slots in one look.
const AT_ONCE: u64 = 500;

type Slot = (AgencyId, ScheduleId, DateTime<Utc>);

#[expect(clippy::disallowed_methods, reason = "what is due by the clock is looked for across agencies")]
pub async fn sweep(app: &App) -> Result<()> {
    let due = Entity::find().select_only().columns([C::AgencyId, C::Id, C::NextRunAt]);
    let due = due.filter(C::NextRunAt.lte(app.now())).order_by_asc(C::NextRunAt).limit(AT_ONCE);
    let slots: Vec<Slot> = due.into_tuple().all(app.db().platform()).await?;
    let mut by_agency: BTreeMap<AgencyId, Vec<FireSchedule>> = BTreeMap::new();
    for (agency, schedule, slot) in slots {
        by_agency.entry(agency).or_default().push(FireSchedule { schedule, slot });
    }
    let mut outcome = Ok(());
    for (agency, tasks) in by_agency {
        // One agency's trouble is not the others'.
        outcome = outcome.and(queue::book_for(app, agency, &tasks).await);
    }
    outcome
}
