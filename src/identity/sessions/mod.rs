//! Sign-ins: one session is one refresh-token family on one device.

pub mod access;
pub(in crate::identity) mod attempts;
pub mod create;
mod refresh_token;

use crate::base::{clock::Timestamp, secret::SecretString};

pub use create::{SignIn, create};

/// What a sign-in or a refresh gives.
pub struct Tokens {
    pub access: SecretString,
    /// Good once: refreshing gives the next one.
    pub refresh: SecretString,
    /// Of the access token.
    pub expires_at: Timestamp,
}
