//! Secrets we hand out once and keep as a hash only: API keys, invitations, setup links.

use crate::base::{
    random::Random,
    secret::{ExposeSecret, SecretString},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

/// A fresh secret, and what of it is stored.
pub struct Minted {
    /// Shown once, then gone.
    pub shown: SecretString,
    pub hash: String,
}

/// 256 random bits behind a prefix that says what it is. So long a secret needs no slow hash.
#[must_use]
pub fn mint(random: &Random, prefix: &str) -> Minted {
    let shown: SecretString = format!("{prefix}{}", URL_SAFE_NO_PAD.encode(random.bytes::<32>())).into();
    Minted { hash: digest(shown.expose_secret()), shown }
}

/// SHA-256, hex: what is stored and looked up.
#[must_use]
pub fn digest(text: &str) -> String {
    hex::encode(Sha256::digest(text))
}
