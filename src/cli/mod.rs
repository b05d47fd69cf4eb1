//! The command line: reads settings, builds the [`crate::kernel::app::App`], runs one command.

mod admin;
mod args;
pub mod boot;
mod data_dir;
mod database;
pub mod demo;
mod doctor;
mod import;
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

use crate::kernel::wiring::Wiring;
use anyhow::Result;
use args::Command;
use futures_util::future::BoxFuture;

/// Further duties that a program which measures or tests teaches the workers.
pub type More = fn(&mut Wiring);

/// Runs one command to its end. Errors are for people: what went wrong and what to do.
///
/// Boxed here and not by the caller: whoever awaits a bare future compiles all that it awaits once more.
#[must_use]
pub fn run(args: Args) -> BoxFuture<'static, Result<()>> {
    run_with(args, |_| {})
}

/// The same, where `serve` and `work` can do `more`.
#[must_use]
pub fn run_with(args: Args, more: More) -> BoxFuture<'static, Result<()>> {
    Box::pin(command(args, more))
}

async fn command(args: Args, more: More) -> Result<()> {
    match &args.command {
        Command::Serve(serve) => serve::run(&args.global, serve, more).await,
        Command::Work => work::run(&args.global, more).await,
        Command::Migrate => migrate::run(&args.global).await,
        Command::Schema(schema) => schema::run(schema),
        Command::Sandbox(sandbox) => sandbox::run(sandbox).await,
        Command::Demo(demo) => demo::run(&args.global, demo).await,
        Command::Token(token) => token::run(&args.global, token).await,
        Command::Source(source) => source::run(&args.global, source).await,
        Command::Import(import) => import::run(&args.global, import).await,
        Command::Admin(admin) => admin::run(&args.global, admin).await,
        Command::Doctor(doctor) => doctor::run(&args.global, doctor).await,
    }
}
