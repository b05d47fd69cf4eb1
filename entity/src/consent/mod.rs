//! Whom we must not bother. Rows only.

pub mod suppression;
