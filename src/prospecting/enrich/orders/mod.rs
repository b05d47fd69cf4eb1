//! Enrichment and verification on request, of people and companies that are known already: one job, a task for each of them.

mod apply;
mod begin;
mod create;
mod estimate;
mod fields;
mod known;
mod order;
mod provenance;
mod work;

pub use create::{Whom, company_enrich, email_verify, lead_enrich, leads_enrich};
pub use estimate::{Priced, estimate};
pub use fields::EnrichField;
pub use order::MAX_SUBJECTS;

use crate::kernel::wiring::Wiring;

pub(in crate::prospecting) fn wire(wiring: &mut Wiring) {
    wiring.task::<begin::BeginOrder>();
    wiring.task::<work::EnrichSubject>();
    wiring.owes(begin::BeginOrder::after_start);
}
