//! Small: files, module heads, folders of a domain. A noun that outgrows its file becomes a folder of verbs.

use std::{
    fs,
    path::{Path, PathBuf},
};

const FILE: usize = 300;
const MODULE_HEAD: usize = 100;
const FOLDER: usize = 16;

fn files(folder: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut found);
    found
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            walk(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

fn lines(file: &Path) -> usize {
    fs::read_to_string(file).unwrap().lines().count()
}

fn too_long(limit: usize, is_meant: impl Fn(&Path) -> bool) -> (usize, Vec<String>) {
    let all: Vec<_> = ["src", "entity/src", "migration/src", "bench/src", "tests"]
        .iter()
        .flat_map(|f| files(f))
        .filter(|f| is_meant(f))
        .collect();
    let long = all.iter().map(|file| (lines(file), file)).filter(|(lines, _)| *lines > limit);
    let long = long.map(|(lines, file)| format!("{lines} {}", file.display())).collect();
    (all.len(), long)
}

#[test]
fn no_file_is_longer_than_three_hundred_lines() {
    let (seen, long) = too_long(FILE, |_| true);
    assert!(seen > 100, "looked at {seen} files only");
    assert!(long.is_empty(), "{}", long.join("\n"));
}

#[test]
fn a_module_head_is_a_page() {
    // Test modules are lists of cases; only the program's own heads are meant.
    let is_head = |file: &Path| {
        file.ends_with("mod.rs")
            && file.components().any(|part| part.as_os_str() == "src")
            && !is_queries(file)
    };
    let (seen, long) = too_long(MODULE_HEAD, is_head);
    assert!(seen > 20, "looked at {seen} heads only");
    assert!(long.is_empty(), "{}", long.join("\n"));
}

/// The heads of the kernel's live log and queue carry their public functions, as layout.md's `mod.rs` carries queries.
fn is_queries(file: &Path) -> bool {
    ["kernel/live/mod.rs", "kernel/queue/mod.rs", "kernel/provider/call/mod.rs"]
        .iter()
        .any(|known| file.ends_with(known))
}

#[test]
fn every_module_says_what_it_is_for() {
    let silent: Vec<_> = files("src")
        .into_iter()
        .filter(|file| !fs::read_to_string(file).unwrap().starts_with("//!"))
        .map(|file| file.display().to_string())
        .collect();
    assert!(silent.is_empty(), "{}", silent.join("\n"));
}

#[test]
fn a_folder_can_be_taken_in_at_a_glance() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut crowded = Vec::new();
    for domain in [
        "identity",
        "jobs",
        "connections",
        "crm",
        "consent",
        "prospecting",
        "imports",
        "transfer",
        "hooks",
        "insight",
    ] {
        let mut folders = vec![root.join(domain)];
        while let Some(folder) = folders.pop() {
            let Ok(entries) = fs::read_dir(&folder) else { continue };
            let entries: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
            if entries.len() > FOLDER {
                crowded.push(format!("{} {}", entries.len(), folder.display()));
            }
            folders.extend(entries.into_iter().filter(|path| path.is_dir()));
        }
    }
    assert!(crowded.is_empty(), "{}", crowded.join("\n"));
}
