//! A person worth contacting: made, changed, qualified, assigned, tagged, found again.

mod assign;
mod bulk;
mod contact;
mod create;
mod decide;
mod party;
mod person;
mod read;
mod remove;
mod row;
mod state;
mod tag;
mod update;
pub mod upsert;
mod values;

pub use assign::assign;
pub use bulk::{BulkChange, Outcome as BulkOutcome, Verdict as BulkVerdict, update_many};
pub use contact::{Contact, record as record_contact};
pub use create::{NewLead, create};
pub use decide::{Decision, disqualify, qualify, reopen};
pub use party::{assignee, company_renamed};
pub use person::{Erased, Erasure, erase, export, merge, parts};
pub use read::{
    DuplicateGroup, LeadFilter, LeadOrder, Likeness, Sought, Tag, TagChoice, Wanted, count, count_all, draft,
    duplicates, followed, get, list, tags,
};
pub use remove::{delete, restore};
pub use row::numbers;
pub use state::LeadStep;
pub use tag::{tag, untag};
pub use update::{LeadChange, update};
pub use values::{LeadPatch, TAGS, spelt_tag};

/// A lead nobody knows anything about.
#[must_use]
pub fn blank() -> entity::lead::Model {
    row::blank::BLANK.clone()
}
