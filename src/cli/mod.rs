//! The command line: reads settings, builds the [`crate::kernel::app::App`], runs one command.

mod admin;
mod args;
pub mod boot;
mod data_dir;
mod database;
pub mod demo;
mod doctor;
pub mod migrate;
mod sandbox;
mod say;
mod schema;
mod serve;
mod source;
mod stop;
mod token;
mod watchdog;
mod work;

pub use args::{Args, Global};
pub use say::said;

use anyhow::Result;
use args::Command;
use futures_util::future::BoxFuture;

/// Runs one command to its end. Errors are for people: what went wrong and what to do.
///
/// Boxed here and not by the caller: whoever awaits a bare future compiles all that it awaits once more.
#[must_use]
pub fn run(args: Args) -> BoxFuture<'static, Result<()>> {
    Box::pin(command(args))
}

async fn command(args: Args) -> Result<()> {
    match &args.command {
        Command::Serve(serve) => serve::run(&args.global, serve).await,
        Command::Work => work::run(&args.global).await,
        Command::Migrate => migrate::run(&args.global).await,
        Command::Schema(schema) => schema::run(schema),
        Command::Sandbox(sandbox) => sandbox::run(sandbox).await,
        Command::Demo(demo) => demo::run(&args.global, demo).await,
        Command::Token(token) => token::run(&args.global, token).await,
        Command::Source(source) => source::run(&args.global, source).await,
        Command::Admin(admin) => admin::run(&args.global, admin).await,
        Command::Doctor(doctor) => doctor::run(&args.global, doctor).await,
    }
}
