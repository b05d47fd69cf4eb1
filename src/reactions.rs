//! When X happened, Y is owed: the whole choreography between domains on one page, in domain order.

use crate::kernel::wiring::Wiring;

/// Declares every domain's duties, then what they owe each other.
pub fn wire(wiring: &mut Wiring) {
    crate::identity::wire(wiring);
    crate::jobs::wire(wiring);
    crate::connections::wire(wiring);
    crate::prospecting::wire(wiring);
    crate::hooks::wire(wiring);
}
