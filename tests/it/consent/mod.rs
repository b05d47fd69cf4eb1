//! Whom not to contact.

mod by_hand;
mod instance;
mod suppression;
mod suppression_remove;
