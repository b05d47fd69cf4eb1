//! Whom we know: companies, leads, lists, campaigns, boards. Finding them is `prospecting`'s.

pub mod activities;
pub mod campaigns;
pub mod cards;
pub mod companies;
pub mod enrichments;
pub mod events;
pub mod graphql;
pub mod home;
pub mod keys;
pub mod leads;
pub mod lists;
pub mod pipelines;
pub mod stages;
pub mod tasks;
