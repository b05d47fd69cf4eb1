//! What agencies plug in.

mod data_source;
mod data_source_test;
mod sources;
mod support;
