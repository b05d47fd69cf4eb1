//! Whom not to contact.

mod by_hand;
mod instance;
mod merged;
mod suppression;
mod suppression_remove;
