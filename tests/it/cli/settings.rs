//! `config.example.toml` says what the program believes.

use crate::support::golden;
use leadwire::config::{self, Config};
use serde_json::{Value, json};
use std::{collections::BTreeMap, io::Write};

#[test]
fn the_example_changes_nothing() {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(config::EXAMPLE.as_bytes()).unwrap();
    let read = config::load(Some(file.path()), &json!({})).unwrap();
    assert_eq!(json!(read), json!(Config::default()));
}

#[test]
fn every_setting_is_in_the_example_with_its_default() {
    let example: Value = toml::from_str(config::EXAMPLE).unwrap();
    let (ours, said) = (flat(&json!(Config::default())), flat(&example));
    assert!(ours.len() > 35, "looked at {}", ours.len());
    for (name, default) in &ours {
        match said.get(name) {
            Some(value) => assert_eq!(value, default, "{name}"),
            // TOML has no word for nothing: such a setting stands in a comment.
            None => {
                assert_eq!(default, "null", "{name} is missing");
                let last = name.rsplit('.').next().unwrap();
                let is_named = |line: &str| line.starts_with('#') && line.contains(last);
                assert!(config::EXAMPLE.lines().any(is_named), "{name} is missing");
            }
        }
    }
    assert!(said.keys().all(|name| ours.contains_key(name)), "{said:?}");
}

#[test]
fn settings_are_agreed_on() {
    let lines =
        flat(&json!(Config::default())).into_iter().map(|(name, value)| format!("{name} = {value}\n"));
    golden::compare("settings.txt", &lines.collect::<String>());
}

/// `server.addr` and its value.
fn flat(value: &Value) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    walk("", value, &mut found);
    found
}

fn walk(path: &str, value: &Value, found: &mut BTreeMap<String, String>) {
    match value {
        Value::Object(fields) if !fields.is_empty() => {
            for (name, value) in fields {
                let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                walk(&path, value, found);
            }
        }
        other => {
            found.insert(path.to_owned(), other.to_string());
        }
    }
}
