//! Whom not to contact.

mod by_hand;
mod suppression;
mod suppression_remove;
