//! People a request found: written while it is worked on, then listed, saved as leads, or dismissed.

mod forbid;
mod judged;
mod list;
pub(in crate::prospecting) mod provenance;
mod row;
mod write;

pub use judged::{Judged, ranked};
pub use list::{ProspectFilter, by_rank, count, get, list, of_requests};
pub use provenance::of_prospects as provenance_of;
pub use row::dossier;
pub use write::NewProspect;

pub(in crate::prospecting) use forbid::drop_forbidden;
pub(in crate::prospecting) use write::{give_up, insert, learnt, of_request, remove, unfinished};
