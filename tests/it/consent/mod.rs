//! Whom not to contact.

mod suppression;
