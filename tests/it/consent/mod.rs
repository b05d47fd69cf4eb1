//! Whom not to contact.

mod by_hand;
mod instance;
mod merged;
mod list;
mod suppression;
mod suppression_remove;
