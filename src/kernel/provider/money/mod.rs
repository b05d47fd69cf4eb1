//! What calls cost: the ledger of credits, and the budgets that keep a call from being made.
//!
//! Before a paid call its price is set aside (RESERVE) on every budget it falls under, in the transaction of its intent; when
//! its outcome is known the reserve is given back (REFUND) and what it really cost is entered (SETTLE). The sum of a call's
//! entries is what it costs, or may cost, at any moment. A call of unknown outcome is settled at its price.

mod book;
pub mod events;
mod hold;
mod list;
mod period;
mod recount;
mod set;
mod stats;

pub use hold::OverBudget;
pub use list::{CreditFilter, budgets, count_budgets, count_credits, credits};
pub use period::{ends_at, now_of};
pub use recount::recount;
pub use set::{NewBudget, limit_job, set};
pub use stats::{ProviderStats, Span, numbers, stats};

pub(super) use book::{enter_reserve, hold_job, reserve, settle};
