//! What can be typed after `leadwire import`.

use crate::cli::source::args::Acting;
use clap::Args;
use std::path::PathBuf;

/// A file into leads: shows what would happen, asks, does it.
#[derive(Debug, Args)]
pub struct Import {
    /// The file: CSV or XLSX.
    #[arg(required_unless_present = "revert")]
    pub file: Option<PathBuf>,
    /// The workspace, by name or id; not needed where there is only one.
    #[arg(long, value_name = "NAME")]
    pub workspace: Option<String>,
    /// The list they join, by name; made when there is none of this name.
    #[arg(long, value_name = "NAME")]
    pub list: Option<String>,
    /// The campaign they join, by name or id.
    #[arg(long, value_name = "NAME")]
    pub campaign: Option<String>,
    /// A mapping that was kept, by name.
    #[arg(long, value_name = "NAME")]
    pub mapping: Option<String>,
    /// The country of phone numbers that name none, such as DE.
    #[arg(long, value_name = "CODE")]
    pub country: Option<String>,
    /// Take rows without a value that is none of its kind, instead of leaving them out.
    #[arg(long)]
    pub leave_out: bool,
    /// Import the file although it was imported before.
    #[arg(long)]
    pub again: bool,
    /// Do not ask.
    #[arg(long)]
    pub yes: bool,
    /// Undo this import instead.
    #[arg(long, value_name = "ID", conflicts_with = "file")]
    pub revert: Option<String>,
    #[command(flatten)]
    pub acting: Acting,
}
