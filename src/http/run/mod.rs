//! From an operation to its answer: may it run, what does it cost, then run it. The same for every door.

mod admit;
mod again;
mod book;
pub(in crate::http) mod budget;
mod execute;
mod once;
mod seats;
mod stored;
mod vigil;

pub use admit::{Admitted, admit, admit_file};
pub use budget::{Budgets, Payer, Spent};
pub use execute::{execute, finish};
pub use seats::{Seat, Seats};
pub use stored::StoredDocuments;
pub use vigil::{Vigil, Vigils};
