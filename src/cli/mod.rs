//! The command line: reads settings, builds the [`crate::kernel::app::App`], runs one command.

mod args;
pub mod boot;
mod data_dir;
pub mod demo;
pub mod migrate;
mod sandbox;
mod schema;
mod serve;
mod stop;
mod watchdog;
mod work;

pub use args::{Args, Global};

use anyhow::Result;
use args::Command;

/// Runs one command to its end. Errors are for people: what went wrong and what to do.
pub async fn run(args: Args) -> Result<()> {
    match &args.command {
        Command::Serve(serve) => serve::run(&args.global, serve).await,
        Command::Work => work::run(&args.global).await,
        Command::Migrate => migrate::run(&args.global).await,
        Command::Schema(schema) => schema::run(schema),
        Command::Sandbox(sandbox) => sandbox::run(sandbox).await,
        Command::Demo(demo) => demo::run(&args.global, demo).await,
    }
}
