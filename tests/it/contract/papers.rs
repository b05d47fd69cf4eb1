//! What is written for people agrees with the program: every event and operation explained, every link good, every alert about
//! a number that exists.

use crate::support::{server::TestServer, walk};
use entity::event_kind::EventKind;
use leadwire::schema;
use sea_orm::{ActiveEnum, Iterable};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

const EVENTS: &str = include_str!("../../../docs/events.md");
const OPERATIONS: &str = include_str!("../../../docs/operations.md");
const ALERTS: &str = include_str!("../../../ops/alerts.yml");
const RUNBOOK: &str = include_str!("../../../docs/runbook.md");

#[test]
fn every_event_is_explained_once() {
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for row in EVENTS.lines().filter(|line| line.starts_with("| `")) {
        let cells: Vec<&str> = row.trim_matches('|').split(" | ").map(str::trim).collect();
        assert_eq!(cells.len(), 5, "{row}");
        assert!(cells.iter().all(|cell| !cell.is_empty()), "{row}");
        *seen.entry(cells[0].trim_matches('`')).or_default() += 1;
    }
    let happen = EventKind::iter().filter(|kind| *kind != EventKind::Snapshot);
    let kinds: BTreeSet<String> = happen.map(|kind| kind.to_value()).collect();
    for kind in &kinds {
        assert_eq!(seen.remove(kind.as_str()), Some(1), "docs/events.md: a row for {kind}");
    }
    assert!(seen.is_empty(), "docs/events.md explains what cannot happen: {seen:?}");
    assert!(kinds.len() > 60, "looked at {}", kinds.len());
}

#[test]
fn every_operation_is_explained_once() {
    let mut seen: BTreeMap<(String, String), usize> = BTreeMap::new();
    for row in OPERATIONS.lines().filter(|line| line.starts_with("| `")) {
        let cells: Vec<&str> = row.trim_matches('|').split(" | ").map(str::trim).collect();
        assert_eq!(cells.len(), 3, "{row}");
        assert!(cells.iter().all(|cell| !cell.is_empty()), "{row}");
        for name in cells[0].split(", ") {
            *seen.entry((cells[1].to_owned(), name.trim_matches('`').to_owned())).or_default() += 1;
        }
    }
    let operations = walk::operations(&schema::sdl());
    for operation in &operations {
        let row = (operation.verb.to_owned(), operation.name.clone());
        assert_eq!(seen.remove(&row), Some(1), "docs/operations.md: {row:?}");
    }
    assert!(seen.is_empty(), "docs/operations.md explains what is not there: {seen:?}");
    assert!(operations.len() > 150, "looked at {}", operations.len());
}

#[test]
fn every_link_between_pages_leads_to_a_file() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut pages = vec![root.join("README.md"), root.join("ARCHITECTURE.md")];
    for folder in ["docs", "docs/decisions"] {
        let files = fs::read_dir(root.join(folder)).expect(folder).flatten().map(|entry| entry.path());
        pages.extend(files.filter(|path| path.extension().is_some_and(|ending| ending == "md")));
    }
    let (mut followed, mut lost) = (0, Vec::new());
    for page in &pages {
        let text = fs::read_to_string(page).expect("a page");
        for rest in text.split("](").skip(1) {
            let link = rest.split([')', '#']).next().unwrap_or_default();
            if link.is_empty() || link.starts_with("http") {
                continue;
            }
            followed += 1;
            if !page.with_file_name(link).exists() {
                lost.push(format!("{}: {link}", page.display()));
            }
        }
    }
    assert!(followed > 50, "followed {followed} links only");
    assert!(lost.is_empty(), "{}", lost.join("\n"));
}

#[tokio::test]
async fn every_number_an_alert_is_about_is_exported() {
    let server = TestServer::start().await;
    server.ask("{ health { version } }").await;
    server.ask("{ viewer { email } }").await;
    server.get("/nowhere").await;
    let exported = server.get("/metrics").await.text;
    let names = named();
    assert!(names.len() > 12, "{names:?}");
    for name in names {
        let is_there = |line: &str| line.strip_prefix(&name).is_some_and(|rest| rest.starts_with(['{', ' ']));
        assert!(exported.lines().any(is_there), "ops/alerts.yml: nothing exports {name}");
    }
}

#[test]
fn every_alert_has_its_line_in_the_runbook() {
    let value = |line: &str, name: &str| line.trim().strip_prefix(name).map(|value| value.trim().to_owned());
    let alerts: Vec<String> = ALERTS.lines().filter_map(|line| value(line, "- alert:")).collect();
    let links: Vec<String> = ALERTS.lines().filter_map(|line| value(line, "runbook:")).collect();
    assert!(alerts.len() >= 10 && alerts.len() == links.len(), "{alerts:?} {links:?}");
    for (alert, link) in alerts.iter().zip(links) {
        assert_eq!(link, format!("docs/runbook.md#{}", alert.to_lowercase()));
        assert!(RUNBOOK.contains(&format!("\n### {alert}\n")), "docs/runbook.md: {alert}");
    }
    let entries = RUNBOOK.lines().filter(|line| line.starts_with("### ")).count();
    assert_eq!(entries, alerts.len(), "entries without an alert");
}

/// The metrics in the rules' expressions; `up` is Prometheus' own.
fn named() -> BTreeSet<String> {
    let words = ALERTS.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    words
        .filter(|word| word.starts_with("leadwire_") || word.starts_with("process_"))
        .map(str::to_owned)
        .collect()
}
