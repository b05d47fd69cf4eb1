//! Whom not to contact.

mod suppression;
mod suppression_remove;
