//! What can be typed.

use super::{admin::args::Admin, doctor::Doctor, import::args::Import, source::args::Source, token::Token};
use clap::{Parser, Subcommand};
use std::{net::SocketAddr, path::PathBuf};

/// Find people worth talking to, reach them, and work the replies: one GraphQL backend for agencies.
#[derive(Debug, Parser)]
#[command(name = "leadwire", version, about)]
pub struct Args {
    #[command(flatten)]
    pub global: Global,
    #[command(subcommand)]
    pub command: Command,
}

/// What every command takes.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(next_help_heading = "For every command")]
pub struct Global {
    /// Settings file; without it `config.toml` in the data folder, if there is one.
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Where database and keys live.
    #[arg(long, global = true, value_name = "DIR", env = "LEADWIRE_DATA_DIR")]
    pub data_dir: Option<PathBuf>,
    /// `sqlite:///path/file.db` or `postgres://user@host/name`; without it a file in the data folder.
    #[arg(long, global = true, value_name = "URL")]
    pub database_url: Option<String>,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the API, with workers beside it.
    Serve(Serve),
    /// Run background tasks only.
    Work,
    /// Bring the database to this program's schema.
    Migrate,
    /// Print the GraphQL schema.
    Schema(Schema),
    /// Serve the providers' own APIs from invented people, for trying things out.
    Sandbox(Sandbox),
    /// Start everything with the sandbox, find prospects for a description, show them, keep serving.
    Demo(Demo),
    /// Print an access token for scripts on this machine.
    Token(Token),
    /// Data sources: plug in, test, show.
    #[command(subcommand)]
    Source(Source),
    /// A file into leads: shows what would happen, asks, does it; or undoes it.
    Import(Import),
    /// Agencies, people, keys, backups.
    #[command(subcommand)]
    Admin(Admin),
    /// Look at everything and say what to fix.
    Doctor(Doctor),
}

#[derive(Clone, Debug, Default, clap::Args)]
pub struct Serve {
    /// Listen here.
    #[arg(long, value_name = "ADDR")]
    pub addr: Option<SocketAddr>,
}

#[derive(Clone, Debug, clap::Args)]
pub struct Schema {
    /// Compare with `schema.graphql` in this folder instead, and fail where they differ.
    #[arg(long)]
    pub check: bool,
}

#[derive(Clone, Debug, clap::Args)]
pub struct Sandbox {
    /// Listen here; port 0 takes a free one.
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8090")]
    pub addr: SocketAddr,
    /// Share of requests that go wrong, 0 to 1.
    #[arg(long, value_name = "SHARE", default_value_t = 0.0, value_parser = share)]
    pub error_rate: f64,
    /// Every answer takes at least this long, in milliseconds.
    #[arg(long, value_name = "MS", default_value_t = 0)]
    pub latency_ms: u64,
}

#[derive(Clone, Debug, clap::Args)]
pub struct Demo {
    /// Your ideal client, in your own words.
    #[arg(
        default_value = "Heads of operations and supply chain directors at industrial and logistics companies in the United States with more than 1,000 employees"
    )]
    pub description: String,
    /// Listen here; without it on 8080, or on a free port when that is taken.
    #[arg(long, value_name = "ADDR")]
    pub addr: Option<SocketAddr>,
    /// Share of the providers' answers that go wrong, 0 to 1.
    #[arg(long, value_name = "SHARE", default_value_t = 0.0, value_parser = share)]
    pub error_rate: f64,
    /// End after the prospects are shown.
    #[arg(long)]
    pub once: bool,
    /// Print one JSON document instead of a table.
    #[arg(long)]
    pub json: bool,
}

fn share(text: &str) -> Result<f64, &'static str> {
    text.parse().ok().filter(|share| (0.0..=1.0).contains(share)).ok_or("a share from 0 to 1")
}
