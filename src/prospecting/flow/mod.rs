//! How a lead request is worked: read, search every source, merge, enrich each candidate, rank. One background task a file.

mod candidates;
mod case;
mod checkpoint;
mod degrade;
mod enrich_prospect;
mod estimate;
mod merge_candidates;
mod pages;
mod rank_prospects;
mod ranking;
mod read;
mod read_profile;
mod records;
mod search_source;
mod twins;

pub use estimate::estimate;
pub use records::records_of;

use crate::kernel::{
    error::{Error, Result},
    tx::Tx,
    wiring::Wiring,
};
use entity::{
    ids::{JobId, LeadRequestId},
    lead_request::{Column as C, Entity},
};
use sea_orm::{ColumnTrait, QueryFilter};
use std::time::Duration;

/// Where its tasks queue, and how many of an agency's run at once.
const LANE: &str = "prospecting";
const LANE_CAPACITY: i32 = 8;
/// Come back this much later when somebody else is asking the same.
const BUSY: Duration = Duration::from_millis(500);

/// What this flow can do in the background.
pub(super) fn wire(wiring: &mut Wiring) {
    wiring.task::<read_profile::ReadProfile>();
    wiring.task::<search_source::SearchSource>();
    wiring.task::<merge_candidates::MergeCandidates>();
    wiring.task::<enrich_prospect::EnrichProspect>();
    wiring.task::<rank_prospects::RankProspects>();
    wiring.owes(read_profile::ReadProfile::after_start);
}

/// The request a job works on.
async fn request_of(tx: &Tx, job: JobId) -> Result<LeadRequestId> {
    let row = tx.scope().find::<Entity>().filter(C::JobId.eq(job)).one(tx).await?;
    row.map(|row| row.id).ok_or(Error::NotFound("lead_request"))
}
