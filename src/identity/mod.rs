//! Who may be here: agencies, people, members, workspaces, sessions, keys. Finds out who is asking, not what they ask for.

pub mod agencies;
pub mod api_keys;
pub mod caller;
pub mod events;
pub mod graphql;
pub mod members;
mod platform;
mod secret;
pub mod sessions;
pub mod setup;
pub mod users;
pub mod workspaces;

use crate::kernel::{app::Extras, wiring::Wiring};
use caller::oidc::Issuers;
use sessions::access::TokenKeys;
use users::password::{PasswordCost, Passwords};

/// What this domain throws away when its time has come.
pub fn wire(wiring: &mut Wiring) {
    wiring.chore(|app| Box::pin(sessions::forget::forget(app)));
}

/// Puts on the shelf what signing in needs for the life of the process.
#[must_use]
pub fn install(extras: Extras, cost: PasswordCost) -> Extras {
    extras.with(Passwords::new(cost)).with(TokenKeys::default()).with(Issuers::default())
}
