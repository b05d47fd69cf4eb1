//! When X happened, Y is owed: the whole choreography between domains on one page, in domain order.

use crate::{insight::notifications, kernel::wiring::Wiring};

/// Declares every domain's duties, then what they owe each other.
pub fn wire(wiring: &mut Wiring) {
    crate::identity::wire(wiring);
    crate::jobs::wire(wiring);
    crate::connections::wire(wiring);
    crate::consent::wire(wiring);
    crate::prospecting::wire(wiring);
    crate::transfer::wire(wiring);
    crate::hooks::wire(wiring);
    crate::insight::wire(wiring);
    // What matters to people is told them, whichever domain states it.
    wiring
        .hears(notifications::KINDS, |tx, agency, events| Box::pin(notifications::tell(tx, agency, events)));
}
