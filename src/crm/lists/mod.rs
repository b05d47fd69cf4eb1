//! A named set of leads, usually one import.

mod admit;
mod edit;
mod leads;
mod members;
mod read;
mod recount;
mod repeated;

pub use admit::{admit, dismiss};
pub use edit::{create, create_in, delete, delete_in, update};
pub use leads::leads;
pub use members::{
    Changed, MAX_LEADS, Membership, Outcome, add_leads, add_leads_in, count_lead, remove_leads,
};
pub use read::{ListFilter, ListOrder, count, get, list};
pub use recount::recount;
