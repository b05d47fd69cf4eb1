//! Reading settings, lowest first: defaults, file, environment, flags.

use super::Config;
use figment::{
    Figment,
    providers::{Env, Format, Serialized, Toml},
};
use std::path::Path;

/// Reads the settings. `flags` are what the command line said, in the shape of the file. Errors name key and source.
pub fn load(file: Option<&Path>, flags: &serde_json::Value) -> Result<Config, Box<figment::Error>> {
    let mut all = Figment::from(Serialized::defaults(Config::default()));
    if let Some(file) = file {
        all = all.merge(Toml::file_exact(file));
    }
    all.merge(Env::prefixed("LEADWIRE_").split("__").ignore(&["test_database"]))
        .merge(Serialized::defaults(flags))
        .extract()
        .map_err(Box::new)
}
