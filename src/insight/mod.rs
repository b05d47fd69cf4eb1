//! What people learn from what happened: notifications, and the record of who did what.

pub mod audit;
pub mod graphql;
pub mod notifications;

use crate::kernel::wiring::Wiring;

/// What this domain throws away when its time has come.
pub fn wire(wiring: &mut Wiring) {
    wiring.chore(|app| Box::pin(notifications::forget(app)));
}
