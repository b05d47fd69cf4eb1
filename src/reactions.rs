//! When X happened, Y is owed: the whole choreography between domains on one page, in domain order.

use crate::{
    hooks::reset::SendResetLink, identity::events::PasswordResetRequested, insight::notifications,
    kernel::wiring::Wiring,
};

/// Declares every domain's duties, then what they owe each other.
pub fn wire(wiring: &mut Wiring) {
    crate::identity::wire(wiring);
    crate::jobs::wire(wiring);
    crate::connections::wire(wiring);
    crate::consent::wire(wiring);
    crate::prospecting::wire(wiring);
    crate::imports::wire(wiring);
    crate::transfer::wire(wiring);
    crate::hooks::wire(wiring);
    crate::insight::wire(wiring);
    // Who forgot their password is sent a link.
    wiring
        .owes(|fact: PasswordResetRequested| fact.owes_link.then_some(SendResetLink { member: fact.member }));
    // What matters to people is told them, whichever domain states it.
    wiring
        .hears(notifications::KINDS, |tx, agency, events| Box::pin(notifications::tell(tx, agency, events)));
}
