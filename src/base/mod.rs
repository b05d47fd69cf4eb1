//! What everything else is handed: the time, randomness, secrets. Knows nothing of ours.

pub mod clock;
pub mod network;
pub mod random;
pub mod secret;
pub mod text;
