//! Whom we know: companies, leads, lists, campaigns, boards. Finding them is `prospecting`'s.

pub mod keys;
