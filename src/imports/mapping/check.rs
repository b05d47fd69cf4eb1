//! What a person says of the columns, checked.

use crate::kernel::{
    check::{Problems, line},
    error::Result,
};
use entity::import_parts::{ImportField, ImportMapping, MappedBy, MappedColumn};
use std::collections::{HashMap, HashSet};

/// What one column is, as somebody says.
#[derive(Clone, Debug)]
pub struct MappingWish {
    /// The column's name.
    pub column: String,
    pub field: ImportField,
    /// Of CUSTOM: what the field is called; absent: as the column.
    pub custom_field: Option<String>,
}

/// The mapping of these columns; those that are not named are left out. Something must say who a row is.
pub fn checked(columns: &[String], wishes: Vec<MappingWish>) -> Result<ImportMapping> {
    let mut problems = Problems::default();
    let known: HashMap<&str, usize> =
        columns.iter().enumerate().map(|(at, name)| (name.as_str(), at)).collect();
    let mut all: Vec<MappedColumn> =
        columns.iter().map(|column| entry(column, ImportField::Ignore, None)).collect();
    let mut used = HashSet::new();
    for (nth, wish) in wishes.into_iter().enumerate() {
        let Some(at) = known.get(wish.column.as_str()) else {
            problems.add(format!("columns.{nth}.column"), "the name of one of the import's columns");
            continue;
        };
        let is_once = !matches!(wish.field, ImportField::Ignore | ImportField::Tags | ImportField::Custom);
        if is_once && !used.insert((wish.field, String::new())) {
            problems.add(format!("columns.{nth}.field"), "a field that no other column is");
        }
        let mut custom = None;
        if wish.field == ImportField::Custom {
            let name = wish.custom_field.unwrap_or_else(|| wish.column.clone());
            custom = problems.keep(&format!("columns.{nth}.customField"), line(&name, 100));
            if let Some(name) = &custom
                && !used.insert((ImportField::Custom, name.clone()))
            {
                problems.add(format!("columns.{nth}.customField"), "a name that no other column has");
            }
        }
        all[*at] = entry(&columns[*at], wish.field, custom);
    }
    if !names_somebody(&all) {
        problems.add(
            "columns",
            "a column that says who it is: a name, an e-mail address, a phone number or a LinkedIn profile",
        );
    }
    problems.finish()?;
    Ok(ImportMapping(all))
}

/// Can rows of this mapping be people at all?
pub fn names_somebody(all: &[MappedColumn]) -> bool {
    use ImportField as F;
    let names = [F::Email, F::Phone, F::LinkedinUrl, F::FullName, F::FirstName, F::LastName];
    all.iter().any(|entry| names.contains(&entry.field))
}

fn entry(column: &str, field: ImportField, custom_field: Option<String>) -> MappedColumn {
    MappedColumn { column: column.to_owned(), field, custom_field, confidence: 1.0, by: MappedBy::Person }
}
