//! Text that must not be seen: prints as `[REDACTED]`, wiped when dropped.

pub use secrecy::{ExposeSecret, SecretString};
