//! How somebody who forgot their password gets a link for a new one.

use serde::{Deserialize, Serialize};

/// Links that set a new password.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PasswordReset {
    /// Links are sent there, for whoever mails them; empty: the operator makes them by hand.
    pub webhook: String,
    /// What signs them: `whsec_` and 24 to 64 bytes in base64, as the Standard Webhooks have it.
    pub secret: String,
    /// Links asked for per account in a quarter of an hour before it is refused for as long.
    pub requests_per_account: u32,
    /// The same per client address.
    pub requests_per_address: u32,
}

impl std::fmt::Debug for PasswordReset {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PasswordReset(to {:?})", self.webhook)
    }
}

impl Default for PasswordReset {
    fn default() -> Self {
        Self {
            webhook: String::new(),
            secret: String::new(),
            requests_per_account: 3,
            requests_per_address: 20,
        }
    }
}
