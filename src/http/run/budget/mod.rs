//! What each caller used up this minute: the cost of their documents, and operations of each class. Counted in memory, so that
//! no request asks the database; [`settle`] makes one budget of several processes' counts.

mod budgets;
mod meter;
mod payer;
pub mod settle;

pub use budgets::{Budgets, Short, Spent};
pub use meter::{Meter, classes};
pub use payer::Payer;
