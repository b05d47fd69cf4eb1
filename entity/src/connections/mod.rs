//! What is plugged in. Rows only.

pub mod data_source;
