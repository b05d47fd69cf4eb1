//! Whom not to contact.

mod by_hand;
mod list;
mod suppression;
mod suppression_remove;
