//! The account a person works for: made, changed, deleted, found again. One per registrable domain and workspace.

mod create;
mod delete;
mod read;
mod update;
mod upsert;
mod values;

pub use create::{NewCompany, create};
pub use delete::delete;
pub use read::{CompanyFilter, CompanyOrder, count, count_all, get, list};
pub use update::{CompanyChange, update};
pub use upsert::{Outcome, UpsertCompany, apply_facts, many, upsert};
pub use values::CompanyPatch;
