//! Promises about the whole: what every table, operation and file must keep.

mod audited;
mod authz;
mod clients;
mod deeds;
mod layers;
mod machines;
mod migrations;
mod nodes;
mod papers;
mod references;
mod rows;
mod schema;
mod sealed;
mod sizes;
mod strangers;
mod tenancy;
mod wall;
