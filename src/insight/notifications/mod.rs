//! Notifications: what matters to a member, told to that member alone. Made of an event while it gets its number, so that
//! their order is the log's, and whoever follows them misses none.

mod follow;
mod forget;
mod list;
mod notice;
mod preferences;
mod read;
mod tell;

pub use follow::{follow, start};
pub use list::{NotificationFilter, count, list};
pub use notice::KINDS;
pub use preferences::{Preference, preferences, set_preferences};
pub use read::{mark_all_read, mark_read};
pub use tell::tell;

pub(super) use forget::forget;
