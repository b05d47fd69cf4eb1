//! Whom we know: companies, leads, lists, campaigns, boards. Finding them is `prospecting`'s.

pub mod activities;
pub mod home;
pub mod keys;
