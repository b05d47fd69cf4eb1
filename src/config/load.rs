//! Reading settings, lowest first: defaults, file, environment, flags.

use super::Config;
use figment::{
    Figment, Source,
    error::Kind,
    providers::{Env, Format, Serialized, Toml},
};
use std::path::Path;

const PREFIX: &str = "LEADWIRE_";
/// Variables that are no settings: where the settings are, and what the tests run on.
const OTHERS: [&str; 2] = ["data_dir", "test_database"];

/// What is wrong with the settings: each by the name it has where it was set.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{0}")]
pub struct SettingsError(String);

/// Reads the settings. `flags` are what the command line said, in the shape of the file.
///
/// # Errors
/// Name the setting, as file or environment do, and the place where it stands.
pub fn load(file: Option<&Path>, flags: &serde_json::Value) -> Result<Config, SettingsError> {
    let mut all = Figment::from(Serialized::defaults(Config::default()));
    if let Some(file) = file {
        if !file.exists() {
            return Err(SettingsError(format!("there is no settings file {}", file.display())));
        }
        check_toml(file)?;
        all = all.merge(Toml::file_exact(file));
    }
    all.merge(Env::prefixed(PREFIX).split("__").ignore(&OTHERS))
        .merge(Serialized::defaults(flags))
        .extract()
        .map_err(|error| {
            SettingsError(error.into_iter().map(|each| words(&each)).collect::<Vec<_>>().join("; "))
        })
}

/// Says where a file is no TOML. The parser's own words repeat the line, which may hold a secret.
fn check_toml(file: &Path) -> Result<(), SettingsError> {
    let shown = file.display();
    let text = std::fs::read_to_string(file)
        .map_err(|error| SettingsError(format!("cannot read the settings file {shown}: {error}")))?;
    toml::from_str::<toml::Table>(&text).map(drop).map_err(|error| {
        let line = error.span().map_or(1, |at| text[..at.start].lines().count().max(1));
        SettingsError(format!("line {line} of {shown}: {}", error.message()))
    })
}

fn words(error: &figment::Error) -> String {
    let source = error.metadata.as_ref().and_then(|from| from.source.as_ref());
    let is_variable = error.metadata.as_ref().is_some_and(|from| from.name.contains("environment"));
    let (name, place) = match source {
        Some(Source::File(file)) => (error.path.join("."), format!(" in {}", file.display())),
        _ if is_variable => {
            (format!("{PREFIX}{}", error.path.join("__").to_uppercase()), " in the environment".to_owned())
        }
        _ => (error.path.join("."), String::new()),
    };
    let problem = match &error.kind {
        Kind::UnknownField(_, []) => "there is no such setting".to_owned(),
        Kind::UnknownField(_, known) => format!("there is no such setting, only {}", known.join(", ")),
        // Other kinds repeat the value, which may be a key.
        Kind::InvalidType(_, right) | Kind::InvalidValue(_, right) => match right.as_str() {
            "u16" | "u32" | "u64" | "usize" => "expected a whole number, zero or more".to_owned(),
            right => format!("expected {right}"),
        },
        Kind::UnknownVariant(_, known) => format!("expected one of {}", known.join(", ")),
        Kind::MissingField(field) => format!("`{field}` is missing"),
        Kind::DuplicateField(field) => format!("`{field}` is there twice"),
        Kind::InvalidLength(_, right) => format!("expected {right}"),
        // Written by whoever reads the value (an address, a number), which they do not repeat.
        Kind::Message(words) => words.clone(),
        _ => "this cannot be read".to_owned(),
    };
    match name.as_str() {
        "" => format!("{problem}{place}"),
        name => format!("`{name}`{place}: {problem}"),
    }
}
