//! What comes in and goes out as files: uploads, and exports of what the lists show. What becomes of an upload is its
//! import's business.

pub mod exports;
pub mod graphql;
pub mod uploads;

use crate::kernel::wiring::Wiring;

/// What this domain can do in the background.
pub fn wire(wiring: &mut Wiring) {
    exports::wire(wiring);
}
