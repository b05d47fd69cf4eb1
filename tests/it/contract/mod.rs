//! Promises about the whole: what every table, operation and file must keep.

mod migrations;
mod references;
mod rows;
