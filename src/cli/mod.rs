//! The command line: reads settings, builds the [`crate::kernel::app::App`], runs one command.

pub mod migrate;
