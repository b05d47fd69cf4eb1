//! Files that become leads (rule 18): sent, read, mapped, planned, applied, undone. A layer of its own above `crm`, because whoever
//! must not be contacted is not taken in, which `consent` knows (decision 0011).

mod commands;
pub mod events;
pub mod file;
pub mod graphql;
mod list;
pub mod mapping;
mod report;
mod rows;
mod state;
mod work;

pub use commands::{ImportOptions, NewImport, Wishes, apply, cancel, create, map, plan, revert};
pub use list::{ImportFilter, RowFilter, count, get, list, row_count, rows as rows_of};
pub use state::Step;
pub use work::{Sample, samples};

use crate::kernel::wiring::Wiring;

/// What this domain can do in the background, and what follows a job's steps.
pub fn wire(wiring: &mut Wiring) {
    work::wire(wiring);
}
