//! Whom we tell: the agency's log, for programs that follow everything, and webhooks, for programs that are called.
//!
//! An endpoint names the kinds of events it wants. While such an event gets its number, its delivery is booked in the same
//! transaction; background tasks make the attempts.

pub mod deliveries;
pub mod endpoints;
pub mod events;
mod excerpt;
pub mod graphql;
pub mod reset;
mod sender;
pub mod signature;

use crate::{
    base::{clock::SharedClock, random::Random},
    config::Webhooks,
    kernel::{
        app::Extras,
        rotation::{Form, SealedColumn},
        wiring::Wiring,
    },
};

/// What this domain can do in the background, and that it listens to the log.
pub fn wire(wiring: &mut Wiring) {
    deliveries::wire(wiring);
    wiring.task::<reset::SendResetLink>();
    for (column, key_column) in [("secret", "secret_key_id"), ("old_secret", "old_secret_key_id")] {
        wiring.sealed(SealedColumn {
            table: "webhook_endpoint",
            column,
            bound_to: "webhook_endpoint.secret",
            key_column: Some(key_column),
            form: Form::Bytes,
        });
    }
}

/// Puts on the shelf what deliveries are sent with.
#[must_use]
pub fn install(extras: Extras, config: &Webhooks, random: &Random, clock: &SharedClock) -> Extras {
    extras.with(sender::Sender::new(config, random.clone(), clock.clone()))
}
