//! What people learn from what happened: numbers, notifications, and the record of who did what.

pub mod analytics;
pub mod audit;
pub mod graphql;
pub mod notifications;

use crate::kernel::wiring::Wiring;

/// What this domain makes of the log, and what it throws away when its time has come.
pub fn wire(wiring: &mut Wiring) {
    wiring.projects(analytics::rollup::projection());
    wiring.chore(|app| Box::pin(notifications::forget(app)));
}
