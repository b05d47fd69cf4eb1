//! Scraping: one data source read page by page to its end, or to the job's limits, into a list and a campaign.
//!
//! A slice asks for one page and takes it in: who may be contacted and fits is merged into the leads, the others are counted
//! by reason. Where the next page begins is written with what the last one gave, so that nothing is lost or taken twice.

mod create;
mod criteria;
mod end;
mod estimate;
mod judge;
mod place;
mod raw;
mod take;
mod unable;
mod work;

pub use criteria::Criteria;
pub use estimate::estimate;

use crate::{jobs::Maker, kernel::wiring::Wiring};
use entity::job::JobKind;

pub(super) fn wire(wiring: &mut Wiring) {
    wiring.task::<work::ReadPage>();
    wiring.owes(work::ReadPage::after_start);
    wiring
        .offers(Maker::new(JobKind::Scrape, |tx, draft, purpose| Box::pin(create::make(tx, draft, purpose))));
}
