//! Money: budgets, the ledger, and what each provider gave for it.

mod budget;
mod entry;
mod stats;

pub use budget::{Budget, BudgetMutation, BudgetQuery};
pub use entry::CreditQuery;
pub use stats::StatsQuery;
