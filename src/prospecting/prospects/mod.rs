//! People a request found: written while it is worked on, then listed, saved as leads, or dismissed.

mod dismiss;
mod erased;
mod forbid;
mod judged;
mod lead;
mod list;
mod merged;
mod person;
pub(in crate::prospecting) mod provenance;
mod repeated;
mod row;
mod save;
mod write;

pub use dismiss::dismiss;
pub use forbid::party_of;
pub use judged::{Judged, ranked};
pub use list::{ProspectFilter, by_rank, count, count_all, get, list, of_requests};
pub use provenance::of_prospects as provenance_of;
pub use row::dossier;
pub use save::{Destination, Saved, save, save_many};
pub use write::NewProspect;

pub(in crate::prospecting) use forbid::{are_suppressed, drop_forbidden, suppress, suppressed, way, ways};
pub(in crate::prospecting) use judged::parts;
pub(in crate::prospecting) use lead::company_values;
pub(in crate::prospecting) use row::seniority;
pub(in crate::prospecting) use save::{Refused, save_best};
pub(in crate::prospecting) use write::{give_up, insert, learnt, of_request, remove, unfinished};

use crate::kernel::wiring::Wiring;

/// What becomes of prospects when something happens to the leads they were saved as.
pub(in crate::prospecting) fn wire(wiring: &mut Wiring) {
    merged::wire(wiring);
    erased::wire(wiring);
}
