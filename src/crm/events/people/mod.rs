//! What happened to people and where they work or are gathered.

mod companies;
mod imported;
mod leads;
mod lists;
mod merges;
mod refs;

pub use companies::{CompanyCreated, CompanyDeleted, CompanyUpdated};
pub use imported::{ImportedRef, LeadsImportReverted, LeadsImported};
pub use leads::{
    LeadAssigned, LeadContacted, LeadCreated, LeadDeleted, LeadEnriched, LeadRestored, LeadStatusChanged,
    LeadTagged, LeadUpdated,
};
pub use lists::{LeadListCreated, LeadListDeleted, LeadListMembersChanged, LeadListUpdated};
pub use merges::{LeadErased, LeadMergeUndone, LeadMerged};
pub use refs::{CompanyRef, LeadListRef, LeadRef};
