//! Enrichment and verification on request, of people and companies that are known already: one job, a task for each of them.

mod apply;
mod begin;
mod by_list;
mod create;
mod estimate;
mod fields;
mod known;
mod order;
mod provenance;
mod suppressed;
mod work;

pub(in crate::prospecting) use apply::values as lead_values;
pub(in crate::prospecting) use provenance::write as write_provenance;

pub use create::{Whom, company_enrich, email_verify, lead_enrich, leads_enrich};
pub use estimate::{About, Priced, estimate};
pub use fields::EnrichField;
pub use order::MAX_SUBJECTS;

use crate::{jobs::Maker, kernel::wiring::Wiring};
use entity::job::JobKind;

pub(in crate::prospecting) fn wire(wiring: &mut Wiring) {
    wiring.task::<begin::BeginOrder>();
    wiring.task::<work::EnrichSubject>();
    wiring.owes(begin::BeginOrder::after_start);
    for kind in [JobKind::Enrich, JobKind::Verify] {
        wiring.offers(Maker::new(kind, |tx, draft, purpose| Box::pin(by_list::make(tx, draft, purpose))));
    }
}
