//! What can be typed after `leadwire source`.

use crate::cli::admin::args::one_of;
use clap::{Args, Subcommand};
use entity::data_source::DataSourceKind;
use sea_orm::{ActiveEnum, Iterable};
use serde_json::Value;

#[derive(Debug, Subcommand)]
pub enum Source {
    /// Plug one in.
    Add(Add),
    /// Ask the provider whether it accepts us; costs nothing.
    Test(Test),
    /// Show all.
    List(Acting),
}

/// Who does it, and where.
#[derive(Clone, Debug, Args)]
pub struct Acting {
    /// The admin who acts; not needed where there is only one.
    #[arg(long = "as", value_name = "EMAIL")]
    pub email: Option<String>,
    /// The agency, by slug; not needed where they have only one.
    #[arg(long, value_name = "SLUG")]
    pub agency: Option<String>,
}

#[derive(Debug, Args)]
pub struct Add {
    /// APOLLO, HUNTER, CLEARBIT, CRUNCHBASE, ZOOMINFO, LINKEDIN, HTTP_API, MODEL …
    #[arg(long, value_parser = kind)]
    pub kind: DataSourceKind,
    /// What people call it.
    #[arg(long)]
    pub name: String,
    /// Settings of the connection (its `config`) as JSON; never a secret. `--config` is the settings file of Leadwire itself.
    #[arg(long, value_name = "JSON", value_parser = object, default_value = "{}")]
    pub settings: Value,
    /// What the provider wants to see, as JSON such as {"apiKey":"…"}; `-` reads it from standard input. Without it you
    /// are asked, which keeps it out of the shell's history.
    #[arg(long, value_name = "JSON")]
    pub credentials: Option<String>,
    #[command(flatten)]
    pub acting: Acting,
}

#[derive(Debug, Args)]
pub struct Test {
    /// Its name or id.
    pub source: String,
    #[command(flatten)]
    pub acting: Acting,
}

fn kind(text: &str) -> Result<DataSourceKind, String> {
    let named = DataSourceKind::iter().find(|kind| kind.to_value().eq_ignore_ascii_case(text));
    named.ok_or_else(|| one_of(DataSourceKind::iter().map(|kind| kind.to_value())))
}

fn object(text: &str) -> Result<Value, String> {
    serde_json::from_str(text).ok().filter(Value::is_object).ok_or_else(|| "a JSON object".to_owned())
}
