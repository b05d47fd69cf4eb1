//! Promises about the whole: what every table, operation and file must keep.

mod layers;
mod migrations;
mod references;
mod rows;
mod sizes;
