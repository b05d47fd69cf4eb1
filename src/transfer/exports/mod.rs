//! Exports: what a list shows, as a file. A job reads it page by page and writes as it reads; stopped anywhere, it goes on
//! from its last checkpoint.

mod ask;
mod columns;
mod create;
mod named;
mod rows;
mod sheet;
mod spec;
mod work;
mod write;

pub use ask::{NewExport, What};
pub use create::create;
pub use spec::{Format, Order};

use crate::kernel::wiring::Wiring;

pub(super) fn wire(wiring: &mut Wiring) {
    wiring.task::<work::WriteExport>();
    wiring.owes(work::WriteExport::after_start);
}
