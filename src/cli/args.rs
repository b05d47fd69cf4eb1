//! What can be typed.

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
