//! Tables for people.

use super::send::Errors;
use comfy_table::{Table, presets::UTF8_BORDERS_ONLY};
use entity::{
    import::Model,
    import_parts::{ImportCounts, ImportField},
};

/// Which column is taken for what.
pub fn columns(import: &Model) -> Table {
    let mut table = table(&["Column", "becomes", "sure"]);
    for entry in &import.mapping.0 {
        let becomes = match (entry.field, &entry.custom_field) {
            (ImportField::Ignore, _) => "(left out)".to_owned(),
            (ImportField::Custom, Some(name)) => format!("own field \"{name}\""),
            (field, _) => crate::kernel::state::shout(field).to_lowercase().replace('_', " "),
        };
        table.add_row([entry.column.clone(), becomes, format!("{:.0} %", entry.confidence * 100.0)]);
    }
    table
}

/// What would happen.
pub fn plan(import: &Model) -> String {
    let Some(plan) = &import.plan else { return String::new() };
    let mut text = outcomes(&plan.counts, "Would be").to_string();
    if plan.foreign > 0 {
        let lines: Vec<String> = plan.foreign_lines.iter().map(i64::to_string).collect();
        text.push_str(&format!(
            "\n{} rows have cells that are not {}: lines {}",
            plan.foreign,
            import.encoding,
            lines.join(", ")
        ));
    }
    text
}

/// Where the rows are that could not be taken.
pub fn errors(errors: &Errors) -> String {
    let mut text = format!("What could not be taken, and why: {}", errors.path.display());
    if let Some(left) = &errors.left {
        text.push_str(&format!("\n({} was there already, and is as it was.)", left.display()));
    }
    text
}

/// What happened.
pub fn counts(import: &Model) -> Table {
    outcomes(&import.counts, "Rows")
}

/// What undoing did.
pub fn reverted(import: &Model) -> Table {
    let counts = import.revert.clone().unwrap_or_default();
    let mut table = table(&["Undone", "Leads"]);
    for (name, count) in [
        ("removed", counts.removed),
        ("as before", counts.restored),
        ("changed since, kept", counts.kept),
        ("companies removed", counts.companies),
    ] {
        table.add_row([name.to_owned(), count.to_string()]);
    }
    table
}

fn outcomes(counts: &ImportCounts, head: &str) -> Table {
    let mut table = table(&[head, "rows"]);
    for (name, count) in [
        ("created", counts.created),
        ("updated", counts.updated),
        ("unchanged", counts.unchanged),
        ("duplicate in the file", counts.duplicate),
        ("skipped", counts.skipped),
        ("conflicting", counts.conflicting),
        ("suppressed", counts.suppressed),
        ("invalid", counts.invalid),
        ("all", counts.rows),
    ] {
        table.add_row([name.to_owned(), count.to_string()]);
    }
    table
}

fn table(head: &[&str]) -> Table {
    let mut table = Table::new();
    table.load_preset(UTF8_BORDERS_ONLY);
    table.set_header(head);
    table
}
