//! Whom not to contact. Only keyed hashes are kept, so that an entry outlives the record it is about, and tells nobody who it is.

mod add;
mod add_all;
mod check;
pub mod events;
pub mod graphql;
pub mod instance;
mod key;
mod list;
mod people;
mod remove;

pub use add::{NewSuppression, add, add_by_hand};
pub use check::{Hit, Party, Within, check, check_one};
pub use list::{SuppressionFilter, count, list};
pub use remove::remove;

use crate::kernel::wiring::Wiring;

/// What happens to opt-outs when something happens to people.
pub fn wire(wiring: &mut Wiring) {
    people::wire(wiring);
}
