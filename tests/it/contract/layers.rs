//! Who may import whom, read off the sources: down the list of layers, never up, and each outside crate in its place.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

/// Bottom to top. A module may name its own layer's folder and those to the left.
const LAYERS: [&str; 21] = [
    "base",
    "config",
    "connectors",
    "kernel",
    "graphql",
    "identity",
    "jobs",
    "connections",
    "crm",
    "consent",
    "prospecting",
    "imports",
    "transfer",
    "outreach",
    "inbox",
    "sync",
    "hooks",
    "insight",
    "reactions",
    "schema",
    "doors",
];

/// What stands beside each other on top: none of them may be named by anything below.
const DOORS: [&str; 3] = ["http", "sandbox", "cli"];

/// A crate, and where it may be named (prefixes of paths below `src`).
const HOMES: [(&str, &[&str]); 5] = [
    ("allocator", &["main.rs"]),
    ("axum", &["http/", "sandbox/"]),
    ("reqwest", &["connectors/http"]),
    ("migration", &["cli/"]),
    ("anyhow", &["cli/", "main.rs"]),
];

struct Source {
    path: String,
    text: String,
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    collect(&root, &mut files);
    let read = |file: PathBuf| Source {
        path: file.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/"),
        text: code(&fs::read_to_string(&file).unwrap()),
    };
    files.into_iter().map(read).collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap().flatten() {
        match entry.path() {
            path if path.is_dir() => collect(&path, files),
            path if path.extension().is_some_and(|e| e == "rs") => files.push(path),
            _ => {}
        }
    }
}

/// Without comments: prose may name anything.
fn code(text: &str) -> String {
    let lines = text.lines().map(|line| line.split_once("//").map_or(line, |(code, _)| code));
    lines.collect::<Vec<_>>().join("\n")
}

fn level(module: &str) -> Option<usize> {
    if DOORS.contains(&module) {
        return Some(LAYERS.len() - 1);
    }
    LAYERS.iter().position(|layer| *layer == module)
}

/// The top modules that follow `crate::`, groups included.
fn named_modules(text: &str) -> Vec<String> {
    let word = |text: &str| text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    let mut found = Vec::new();
    for (at, _) in text.match_indices("crate::") {
        if text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_') {
            continue;
        }
        let rest = &text[at + "crate::".len()..];
        let Some(group) = rest.strip_prefix('{') else {
            found.push(word(rest));
            continue;
        };
        let mut depth = 0;
        let mut item = String::new();
        for c in group.chars() {
            match c {
                '{' => depth += 1,
                '}' if depth == 0 => break,
                '}' => depth -= 1,
                ',' if depth == 0 => found.push(word(std::mem::take(&mut item).trim())),
                _ => {}
            }
            if depth == 0 && c != ',' {
                item.push(c);
            }
        }
        found.push(word(item.trim()));
    }
    found
}

#[test]
fn every_import_goes_down() {
    let (mut seen, mut wrong) = (0, Vec::new());
    for source in sources() {
        let own = source.path.split(['/', '.']).next().unwrap().to_owned();
        if own == "lib" || own == "main" {
            continue;
        }
        let mine = level(&own).unwrap_or_else(|| panic!("{own} is in no layer"));
        for module in named_modules(&source.text) {
            let Some(theirs) = level(&module) else { continue };
            seen += 1;
            let is_beside = DOORS.contains(&own.as_str()) && DOORS.contains(&module.as_str()) && own != "cli";
            if theirs > mine || (module != own && is_beside) {
                wrong.push(format!("{} names crate::{module}", source.path));
            }
        }
    }
    assert!(seen > 100, "looked at {seen} imports only");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn each_outside_crate_has_one_home() {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let mut wrong = Vec::new();
    for source in sources() {
        for (krate, homes) in HOMES {
            let named = format!("{krate}::");
            let uses = source.text.match_indices(&named).filter(|(at, _)| {
                let before = source.text[..*at].chars().next_back();
                !before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':')
            });
            let count = uses.count();
            *seen.entry(krate).or_default() += count;
            if count > 0 && !homes.iter().any(|home| source.path.starts_with(home)) {
                wrong.push(format!("{} names {krate}", source.path));
            }
        }
    }
    assert!(seen["axum"] > 0 && seen["reqwest"] > 0, "looked at nothing: {seen:?}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn graphql_stays_in_its_folders() {
    let mut wrong = Vec::new();
    for source in sources() {
        let is_graphql = source.path.contains("graphql/") || source.path.starts_with("schema");
        let is_door = source.path.starts_with("http/") || source.path.starts_with("cli/");
        if source.text.contains("async_graphql") && !is_graphql && !is_door {
            // Steps of machines may be GraphQL enums: the derive is all they name.
            let names_more = source.text.replace("async_graphql::Enum", "").contains("async_graphql");
            if names_more {
                wrong.push(format!("{} knows GraphQL", source.path));
            }
        }
        let is_domain = source.path.contains("/graphql/") && !source.path.starts_with("graphql/");
        if is_domain && source.text.contains("sea_orm") {
            wrong.push(format!("{} is a resolver and knows SeaORM", source.path));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn nobody_climbs_or_opens_a_bag() {
    let mut wrong = Vec::new();
    for source in sources() {
        for banned in ["super::super", "use sea_orm::*", "sea_orm::prelude::*", "#[allow("] {
            if source.text.contains(banned) {
                wrong.push(format!("{} writes {banned}", source.path));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
