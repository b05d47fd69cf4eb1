//! From an operation to its answer: may it run, what does it cost, then run it. The same for every door.

mod admit;
mod budget;
mod execute;
mod stored;

pub use admit::{Admitted, admit};
pub use budget::{Budgets, Spent};
pub use execute::execute;
pub use stored::StoredDocuments;
